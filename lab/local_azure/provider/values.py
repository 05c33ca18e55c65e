"""Property values on the wire between engine and provider: `google.protobuf.Struct` to plain JSON and back.

Source: docs/reference/provider-protocol.md#values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from google.protobuf import struct_pb2

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the SDK sends, and the real provider answers, for a value that is known only after the update (the string one).
"""

_UNKNOWNS = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
    }
)
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"
_WRAPPED = frozenset({"1b47061264138c4ac30d75fd1eb44270", "d0e6a833031e9bbcd3f4e8bde6ca49a4"})  # secret, output value


def is_unknown(value: Json) -> bool:
    """Whether the value is one of the engine's "known after the update" sentinels."""
    return isinstance(value, str) and value in _UNKNOWNS


def from_struct(struct: struct_pb2.Struct) -> JsonObject:
    """Plain JSON of a property bag: nulls dropped, secrets and outputs unwrapped, whole numbers as `int`."""
    return _from_fields(struct.fields)


def to_struct(value: Mapping[str, Json]) -> struct_pb2.Struct:
    """The property bag of plain JSON; the inverse of `from_struct` for everything that is not wrapped."""
    struct = struct_pb2.Struct()
    struct.update(dict(value))
    return struct


def _from_fields(fields: Mapping[str, struct_pb2.Value]) -> JsonObject:
    pairs = ((name, _from_value(value)) for name, value in fields.items())
    return {name: value for name, value in pairs if value is not None}


def _from_value(value: struct_pb2.Value) -> Json:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _unwrapped(_from_fields(value.struct_value.fields))
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    if kind == "number_value":
        # The engine knows doubles only; ARM refuses 1.0 where it wants 1.
        return int(value.number_value) if value.number_value.is_integer() else value.number_value
    return cast("Json", getattr(value, kind)) if kind in {"string_value", "bool_value"} else None


def _unwrapped(value: JsonObject) -> Json:
    signature = value.get(_SIGNATURE)
    if signature in _WRAPPED:
        return value.get("value", UNKNOWN)
    if signature == _RESOURCE_REFERENCE:
        return value.get("id", value.get("urn"))
    return value
