"""What is wrong with a resource's inputs, in the real provider's words (docs/reference/provider-protocol.md#check).

Unknown values are never wrong; enum values and properties the type does not have are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .schema import Field, ResourceType
from .values import Json, JsonObject, is_unknown

_LOCATION_HINT = ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'."
_GROUP_NAME_LENGTH = (1, 90)
_GROUP_NAME_PATTERN = r"^[-\w\._\(\)]+$"
_PYTHON_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "object": dict,
    "stringMap": dict,
}
_WIRE_TYPES = {"stringMap": "object", "stringList": "array", "stringSet": "array", "list": "array"}


def check_failures(resource: ResourceType, inputs: JsonObject) -> list[str]:
    """Every reason why the inputs cannot be sent, in a stable order; empty when they can."""
    return [*_path_failures(resource, inputs), *_object_failures(resource.properties, inputs, "")]


def _path_failures(resource: ResourceType, inputs: JsonObject) -> Iterator[str]:
    for name in resource.path_parameters:
        value = inputs.get(name)
        if value is None:
            yield f"missing required property '{name}'"
        elif is_unknown(value):
            continue
        elif not isinstance(value, str):
            yield _wrong_type(name, "string", value)
        elif name == "resourceGroupName":
            yield from _group_name_failures(value)


def _group_name_failures(name: str) -> Iterator[str]:
    low, high = _GROUP_NAME_LENGTH
    if len(name) < low:
        yield f"'resourceGroupName' is too short ({len(name)}): at least {low} characters required"
    if len(name) > high:
        yield f"'resourceGroupName' is too long ({len(name)}): at most {high} characters allowed"
    if not re.search(_GROUP_NAME_PATTERN, name):
        yield f"'resourceGroupName' does not match expression '{_GROUP_NAME_PATTERN}'"


def _object_failures(fields: Mapping[str, Field], value: JsonObject, path: str) -> Iterator[str]:
    for name, described in fields.items():
        here = f"{path}.{name}" if path else name
        if name in value:
            yield from () if described.read_only else _value_failures(described, value[name], here)
        elif described.required:
            yield f"missing required property '{here}'{_LOCATION_HINT if here == 'location' else ''}"


def _value_failures(described: Field, value: Json, path: str) -> Iterator[str]:
    if value is None or is_unknown(value) or described.kind == "any":
        return
    if not _fits(described.kind, value):
        yield _wrong_type(path, described.kind, value)
    elif isinstance(value, dict) and described.members:
        yield from _object_failures(described.members, value, path)
    elif isinstance(value, list):
        item = described.items or Field(described.name, "string")
        for index, element in enumerate(value):
            yield from _value_failures(item, element, f"{path}[{index}]")


def _fits(kind: str, value: Json) -> bool:
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number" and isinstance(value, bool):
        return False
    return isinstance(value, _PYTHON_TYPES.get(kind, list))


def _wrong_type(path: str, kind: str, value: Json) -> str:
    if kind == "integer" and isinstance(value, float):
        return f"'{path}' must be an integer but got {value:f}"
    return f"'{path}' should be of type '{_WIRE_TYPES.get(kind, kind)}' but got {_described(value)}"


def _described(value: Json) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    return "a string" if isinstance(value, str) else "an array" if isinstance(value, list) else "an object"
