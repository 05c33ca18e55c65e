"""The three forms of a resource's properties: the SDK's inputs, ARM's bodies, the SDK's outputs.

Source: docs/reference/provider-protocol.md#shapes. All functions are pure. "Fields" are ARM's shape for bodies, and
`ResourceType.properties` / `Field.members` (the SDK's shape) where only SDK forms are involved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .schema import Field, ResourceType
from .values import Json, JsonObject


def request_body(resource: ResourceType, inputs: JsonObject) -> JsonObject:
    """The PUT body: only what the type declares for its body, back in its containers.

    Names and `__` inputs never enter it.
    """
    return _to_wire(resource.fields, inputs)


def outputs(resource: ResourceType, response: JsonObject) -> JsonObject:
    """The resource's outputs.

    Declared response properties, containers flattened, nulls and unknown properties dropped.
    """
    return {**_from_wire(resource.fields, response), "azureApiVersion": resource.api_version}


def inputs_from_outputs(fields: Mapping[str, Field], values: JsonObject) -> JsonObject:
    """The part of outputs that a program could have written: nothing read-only, no `id`, no empty collections.

    False, 0 and "" are kept. `fields` in the SDK's shape.
    """
    projected = _writable(fields, values)
    projected.pop("id", None)
    return projected


def _to_wire(fields: Mapping[str, Field], inputs: JsonObject) -> JsonObject:
    body: JsonObject = {}
    for name, described in fields.items():
        if described.flatten:
            inner = _to_wire(described.fields, inputs)
            if inner:
                body[name] = inner
        elif name in inputs and not described.read_only:
            body[name] = _value_to_wire(described, inputs[name])
    return body


def _value_to_wire(described: Field, value: Json) -> Json:
    if described.kind == "stringSet" and isinstance(value, list):
        return {str(item): {} for item in value}
    return _mapped(described, value, lambda member, inner: _to_wire(member.fields, inner))


def _from_wire(fields: Mapping[str, Field], response: JsonObject) -> JsonObject:
    result: JsonObject = {}
    for name, described in fields.items():
        value = response.get(name)
        if value is None or described.write_only:
            continue
        if described.flatten and isinstance(value, dict):
            for inner_name, inner in _from_wire(described.fields, value).items():
                result.setdefault(inner_name, inner)
        else:
            result[name] = _mapped(described, value, lambda member, inner: _from_wire(member.fields, inner))
    return result


def _mapped(described: Field, value: Json, convert: Callable[[Field, JsonObject], JsonObject]) -> Json:
    """The value with `convert` applied to every described object in it."""
    if described.items is not None and isinstance(value, list):
        return [_mapped(described.items, item, convert) for item in value]
    if described.fields and isinstance(value, dict):
        return convert(described, value)
    return value


def _writable(fields: Mapping[str, Field], values: JsonObject) -> JsonObject:
    result: JsonObject = {}
    for name, described in fields.items():
        if name in values and not described.read_only:
            value = _writable_value(described, values[name])
            if value not in ({}, [], None):
                result[name] = value
    return result


def _writable_value(described: Field, value: Json) -> Json:
    if described.kind == "stringSet" and isinstance(value, dict):
        return list(value)
    return _mapped(described, value, lambda member, inner: _writable(member.members, inner))


def with_defaults_for_removed(resource: ResourceType, old_inputs: JsonObject, inputs: JsonObject) -> JsonObject:
    """The inputs of an update, with the known default of every input the program has taken away.

    Source: docs/reference/provider-protocol.md#update.
    """
    removed = (name for name in old_inputs if name not in inputs and name in resource.properties)
    defaults: JsonObject = {name: resource.properties[name].default for name in removed}
    return {**{name: value for name, value in defaults.items() if value is not None}, **inputs}


def with_maintained(resource: ResourceType, inputs: JsonObject, body: JsonObject, current: JsonObject) -> JsonObject:
    """The body of an update that keeps collections whose members are resources of their own.

    Source: docs/reference/provider-protocol.md#update.
    """
    kept = _maintained(resource.fields, inputs, current)
    return _merged(body, kept)


def _maintained(fields: Mapping[str, Field], inputs: JsonObject, current: JsonObject) -> JsonObject:
    result: JsonObject = {}
    for name, described in fields.items():
        value = current.get(name)
        if described.flatten and isinstance(value, dict):
            inner = _maintained(described.fields, inputs, value)
            result.update({name: inner} if inner else {})
        elif described.maintained and name not in inputs and value is not None:
            result[name] = value
    return result


def _merged(body: JsonObject, kept: JsonObject) -> JsonObject:
    result = dict(body)
    for name, value in kept.items():
        present = result.get(name)
        result[name] = _merged(present, value) if isinstance(present, dict) and isinstance(value, dict) else value
    return result
