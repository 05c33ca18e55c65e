"""Inputs after a refresh: the program's own, changed by exactly what changed in Azure between two reads.

Source: docs/reference/provider-protocol.md#read-and-import.
"""

from __future__ import annotations

from .schema import ResourceType
from .shapes import inputs_from_outputs
from .values import Json, JsonObject


def refreshed_inputs(
    resource: ResourceType, inputs: JsonObject, old_outputs: JsonObject, new_outputs: JsonObject
) -> JsonObject:
    """The inputs that go with the new outputs; equal to `inputs` when nothing writable changed in Azure.

    A maintained collection that the program does not set stays out: its members may be resources of their own.
    """
    own = {
        name: described for name, described in resource.properties.items() if name in inputs or not described.maintained
    }
    before, after = inputs_from_outputs(own, old_outputs), inputs_from_outputs(own, new_outputs)
    return _applied_to_object(inputs, before, after)


def _applied_to_object(inputs: JsonObject, before: JsonObject, after: JsonObject) -> JsonObject:
    result = dict(inputs)
    for name in {**before, **after}:
        if name not in after:
            result.pop(name, None)
        elif name not in before or before[name] != after[name]:
            result[name] = _applied(inputs.get(name), before.get(name), after[name])
    return result


def _applied(value: Json, before: Json, after: Json) -> Json:
    if isinstance(value, dict) and isinstance(before, dict) and isinstance(after, dict):
        return _applied_to_object(value, before, after)
    if isinstance(value, list) and isinstance(before, list) and isinstance(after, list) and len(value) == len(before):
        changed = [
            _applied(*elements) if elements[1] != elements[2] else elements[0]
            for elements in zip(value, before, after, strict=False)
        ]
        return changed + after[len(before) :]
    return after
