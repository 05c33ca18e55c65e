"""What a resource will look like after an update that has not happened yet.

Source: docs/reference/provider-protocol.md#preview.
"""

from __future__ import annotations

from collections.abc import Mapping

from .schema import Field, ResourceType
from .values import UNKNOWN, Json, JsonObject, is_unknown

_SCALARS: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": (int, float),
    "number": (int, float),
}


def created_outputs(resource: ResourceType, inputs: JsonObject) -> JsonObject:
    """Outputs of a planned create.

    Response properties that are also given inputs are known, everything else is unknown.
    """
    return {**_preview(resource.properties, inputs), "azureApiVersion": resource.api_version}


def updated_outputs(resource: ResourceType, inputs: JsonObject, old_outputs: JsonObject) -> JsonObject:
    """Outputs of a planned update: as for a create, but name and location stay what they are."""
    kept = {name: old_outputs[name] for name in ("name", "location") if name in old_outputs}
    return {**created_outputs(resource, inputs), **kept}


def _preview(fields: Mapping[str, Field], inputs: JsonObject) -> JsonObject:
    return {
        name: _preview_value(described, inputs.get(name))
        for name, described in fields.items()
        if not described.write_only
    }


def _preview_value(described: Field, value: Json) -> Json:
    if value is None or is_unknown(value):
        return UNKNOWN
    if described.kind in _SCALARS:
        return value if isinstance(value, _SCALARS[described.kind]) else UNKNOWN
    if described.items is not None:
        return [_preview_value(described.items, item) for item in value] if isinstance(value, list) else UNKNOWN
    if described.members:
        return _preview(described.members, value) if isinstance(value, dict) else UNKNOWN
    # A set of ids is answered as a map with service-made content: not known before.
    return UNKNOWN if described.kind == "stringSet" else value
