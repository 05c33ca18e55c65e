"""Old inputs against new inputs, and what of it makes the engine replace the resource.

Source: docs/reference/provider-protocol.md#diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from .naming import CREATE_BEFORE_DELETE
from .schema import Field, ResourceType, member
from .values import Json, JsonObject


class Kind(Enum):
    """How a property changed."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True)
class Change:
    """One changed property.

    `path` is where it is (`publishingProfile.targetRegions[0].name`), `root` the top-level input that this is in.
    """

    path: str
    root: str
    kind: Kind
    new: Json = None
    replaces: bool = False


@dataclass(frozen=True)
class ResourceDiff:
    """All changes of a resource's inputs, and whether a replacement has to delete first."""

    changes: tuple[Change, ...]
    delete_before_replace: bool


def resource_diff(resource: ResourceType, old: JsonObject, new: JsonObject, old_outputs: JsonObject) -> ResourceDiff:
    """The changes between two sets of inputs of the same resource.

    `old_outputs` serve only two fix-ups: the API version of inputs that do not carry one, and a `createOnly` property
    that is written down for the first time with the value it already has (after an import, for instance).
    """
    # Only for new inputs that carry one: after an import neither do, and a refresh must not see a difference.
    if "azureApiVersion" in new and "azureApiVersion" not in old and "azureApiVersion" in old_outputs:
        old = {**old, "azureApiVersion": old_outputs["azureApiVersion"]}
    found = compare(resource.properties, _normalised(old), _normalised(new))
    counted = (change for change in found if not _is_default(resource, change))
    changes = tuple(_with_replacement(resource, change, old_outputs) for change in counted)
    replaced = any(change.replaces for change in changes)
    return ResourceDiff(changes, replaced and old.get(CREATE_BEFORE_DELETE) is not True)


def compare(fields: Mapping[str, Field], old: JsonObject, new: JsonObject) -> list[Change]:
    """The changes between two objects in the SDK's shape.

    Keys that start with `__` are the provider's own and skipped.
    """
    names = [name for name in {**old, **new} if not name.startswith("__")]
    return [
        Change(path, name, kind, value)
        for name in names
        for path, kind, value in _changes(fields.get(name), old.get(name), new.get(name), _step("", name))
    ]


_Found: TypeAlias = Iterator[tuple[str, Kind, Json]]
_Key: TypeAlias = tuple[str, ...]


def _changes(described: Field | None, old: Json, new: Json, path: str) -> _Found:
    if old is None or new is None:
        if old is not new:
            yield path, Kind.ADD if old is None else Kind.DELETE, new
    elif isinstance(old, dict) and isinstance(new, dict):
        members: Mapping[str, Field] = described.members if described else {}
        for name in {**old, **new}:
            yield from _changes(members.get(name), old.get(name), new.get(name), _step(path, name))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_changes(described, old, new, path)
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield path, Kind.UPDATE, new


def _list_changes(described: Field | None, old: list[Json], new: list[Json], path: str) -> _Found:
    item = described.items if described else None
    old_by_key, new_by_key = _by_key(described, old), _by_key(described, new)
    if old_by_key is None or new_by_key is None:
        old_by_key, new_by_key = _by_index(old), _by_index(new)
    old_index = {key: index for index, key in enumerate(old_by_key)}
    new_index = {key: index for index, key in enumerate(new_by_key)}
    for key in {**old_by_key, **new_by_key}:
        index = new_index.get(key, old_index.get(key))
        yield from _changes(item, old_by_key.get(key), new_by_key.get(key), f"{path}[{index}]")


def _by_index(elements: list[Json]) -> dict[_Key, Json]:
    return {(str(index),): element for index, element in enumerate(elements)}


def _by_key(described: Field | None, elements: list[Json]) -> dict[_Key, Json] | None:
    """The elements by their identifying members; `None` when the list has no key or an element does not carry it."""
    if described is None or not described.key:
        return None
    result: dict[_Key, Json] = {}
    for element in elements:
        key = tuple(str(member(element, path)) for path in described.key) if isinstance(element, dict) else None
        if key is None or key in result:
            return None
        result[key] = element
    return result


def _normalised(inputs: JsonObject) -> JsonObject:
    """Inputs with the two top-level properties whose spelling does not matter to ARM in one spelling."""
    result = dict(inputs)
    group, location = result.get("resourceGroupName"), result.get("location")
    if isinstance(group, str):
        result["resourceGroupName"] = group.lower()
    if isinstance(location, str):
        result["location"] = location.replace(" ", "").lower()
    return result


def _is_default(resource: ResourceType, change: Change) -> bool:
    described = resource.properties.get(change.path)
    return (
        change.kind is Kind.ADD
        and described is not None
        and described.default is not None
        and change.new == described.default
    )


def _with_replacement(resource: ResourceType, change: Change, old_outputs: JsonObject) -> Change:
    if change.root not in resource.replace_keys:
        return change
    already_so = (
        change.kind is Kind.ADD and change.new is not None and _normalised(old_outputs).get(change.path) == change.new
    )
    return Change(change.path, change.root, change.kind, change.new, replaces=not already_so)


def _step(path: str, name: str) -> str:
    """The path of a member, quoted where the name is not an identifier (a tag with a dot, for instance)."""
    if not re.fullmatch(r"[A-Za-z_$][\w$]*", name):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'{path}["{quoted}"]'
    return f"{path}.{name}" if path else name
