"""The description of a resource type: where it lives in ARM and which properties it has, in the shape ARM sends them.

ARM nests most properties in a container (`properties`) that the Pulumi SDK does not show. A table describes ARM's
shape and marks such containers `flatten: true`; `lifted` gives the SDK's view of the same fields. Source:
docs/reference/provider-protocol.md#shapes and docs/reference/provider-protocol.md#types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

from .values import Json, JsonObject

_FLAGS = {
    "required": "required",
    "readOnly": "read_only",
    "writeOnly": "write_only",
    "createOnly": "create_only",
    "flatten": "flatten",
    "maintained": "maintained",
}
_KINDS = frozenset(
    {
        "string",
        "integer",
        "number",
        "boolean",
        "any",
        "stringList",
        "stringMap",
        "stringSet",
        "reference",
        "object",
        "list",
    }
)


class TableError(ValueError):
    """A resource type's table says something the provider does not understand."""

    def __init__(self, name: str, spec: object) -> None:
        super().__init__(f"field {name!r} has the description {spec!r}; expected a kind of {sorted(_KINDS)} with flags")
        self.name = name
        self.spec = spec


@dataclass(frozen=True)
class Field:
    """One property as ARM sends it.

    `key` names the members that identify an element of a list (`x-ms-identifiers`), each a path; `maintained` marks a
    collection whose members may be resources of their own, so that an update must not wipe them
    (docs/reference/provider-protocol.md#update).
    """

    name: str
    kind: str
    required: bool = False
    read_only: bool = False
    write_only: bool = False
    create_only: bool = False
    flatten: bool = False
    maintained: bool = False
    default: Json = None
    fields: Mapping[str, Field] = field(default_factory=dict[str, "Field"])
    items: Field | None = None
    key: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def members(self) -> Mapping[str, Field]:
        """The object's properties as the SDK shows them."""
        return lifted(self.fields)


@dataclass(frozen=True)
class ResourceType:
    """A resource type: its engine token, its ARM path template, the API version, and its fields in ARM's shape."""

    token: str
    path: str
    api_version: str
    fields: Mapping[str, Field]

    @cached_property
    def properties(self) -> Mapping[str, Field]:
        """The fields as the SDK shows them, without the path parameters."""
        return lifted(self.fields)

    @cached_property
    def path_parameters(self) -> tuple[str, ...]:
        """The path's parameters that are inputs, in order; the last one is the resource's own name."""
        names = cast("list[str]", re.findall(r"{(\w+)}", self.path))
        return tuple(name for name in names if name != "subscriptionId")

    @property
    def name_parameter(self) -> str:
        """The input that names the resource itself."""
        return self.path_parameters[-1]

    @cached_property
    def replace_keys(self) -> frozenset[str]:
        """Inputs whose change makes the engine replace the resource (docs/reference/provider-protocol.md#diff).

        Path parameters and `createOnly` fields.
        """
        created = {name for name, described in self.properties.items() if described.create_only}
        return frozenset(created | set(self.path_parameters))


def lifted(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """The fields with the members of flattened containers beside them; the envelope wins where names clash."""
    result: dict[str, Field] = {}
    for described in fields.values():
        members = lifted(described.fields) if described.flatten else {described.name: described}
        for name, member in members.items():
            result.setdefault(name, member)
    return result


def parse_fields(specs: Mapping[str, object]) -> dict[str, Field]:
    """Fields of a table: each a text like `string required`, or a mapping with `fields:` or `items:` and flags."""
    return {name: _parse(name, spec) for name, spec in specs.items()}


def _parse(name: str, spec: object) -> Field:
    if isinstance(spec, str):
        return _parse_text(name, spec)
    if not isinstance(spec, dict):
        raise TableError(name, spec)
    table = cast("dict[str, object]", spec)
    if "items" in table:
        key = tuple(tuple(part.split("/")) for part in cast("list[str]", table.get("key", [])))
        described = Field(name, "list", items=_parse(name, table["items"]), key=key)
    else:
        described = Field(name, "object", fields=parse_fields(cast("dict[str, object]", table["fields"])))
    return _flagged(described, table)


def _parse_text(name: str, spec: str) -> Field:
    kind, *words = spec.split()
    if kind not in _KINDS:
        raise TableError(name, spec)
    defaults = [word.removeprefix("default=") for word in words if word.startswith("default=")]
    flags = [word for word in words if word in _FLAGS]
    if len(flags) + len(defaults) != len(words):
        raise TableError(name, spec)
    if kind == "reference":
        return _flagged(Field(name, "object", fields={"id": Field("id", "string")}), flags)
    return _flagged(Field(name, kind, default=_default(kind, defaults)), flags)


def _flagged(described: Field, words: Iterable[str]) -> Field:
    flags: dict[str, bool] = {_FLAGS[word]: True for word in words if word in _FLAGS}
    return replace(described, **flags)


def _default(kind: str, defaults: list[str]) -> Json:
    if not defaults:
        return None
    return defaults[0] == "true" if kind == "boolean" else defaults[0]


def member(value: JsonObject, path: tuple[str, ...]) -> Json:
    """The value at a path inside an object; `None` when a step of it is missing."""
    found: Json = value
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found
