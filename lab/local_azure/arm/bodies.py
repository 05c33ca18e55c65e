"""A body as a provider reads it: enumerations in its own spelling, and no member that says nothing.

Providers deserialize without regard to case and answer in their own spelling: Ansible can only send `linux` and
`generalized`, az names storage types in lower case. What is null, an empty object or an identity of type `None` comes
back from none of them, otherwise a plan of Terraform's would never be empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import cast

from local_azure.arm.json_types import Json, as_list, as_object

Enumerations = Mapping[str, tuple[str, ...]]
"""Values by the path of a member; `[]` behind a name takes each entry of a list: `properties.dataDisks[].caching`."""
IDENTITY_TYPES = ("None", "SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned")


def spelled(body: Json, enumerations: Enumerations) -> Json:
    """The body with every known value in the provider's spelling; unknown ones stay, for the provider to refuse."""
    copied = deepcopy(body)
    for path, values in enumerations.items():
        *parents, last = path.split(".")
        known = {value.lower(): value for value in values}
        for holder in _holders(copied, parents):
            _spell(holder, last, known)
    return copied


def without_nothing(value: Json, *, keep_empty: bool = False) -> Json:
    """The object without members that are null or empty objects, at any depth; lists keep all their entries."""
    cleaned = {name: _cleaned(inner, keep_empty=keep_empty) for name, inner in value.items()}
    return {name: inner for name, inner in cleaned.items() if inner is not None and (keep_empty or inner != {})}


def is_no_identity(value: object) -> bool:
    """Whether an `identity` says that there is none."""
    return str(as_object(value).get("type", "")).lower() == "none"


def _holders(value: Json, path: list[str]) -> Iterator[Json]:
    """The objects that a path leads to."""
    if not path:
        yield value
        return
    first, *rest = path
    inner: object = value.get(first.removesuffix("[]"))
    for each in as_list(inner) if first.endswith("[]") else [inner]:
        if isinstance(each, dict):
            yield from _holders(cast("Json", each), rest)


def _spell(holder: Json, member: str, known: Mapping[str, str]) -> None:
    name = member.removesuffix("[]")
    sent: object = holder.get(name)
    if isinstance(sent, str):
        holder[name] = known.get(sent.lower(), sent)
    elif member.endswith("[]") and isinstance(sent, list):
        entries = cast("list[object]", sent)
        holder[name] = [known.get(each.lower(), each) if isinstance(each, str) else each for each in entries]


def _cleaned(value: object, *, keep_empty: bool) -> object:
    if isinstance(value, dict):
        return without_nothing(cast("Json", value), keep_empty=keep_empty)
    if isinstance(value, list):
        return [_cleaned(each, keep_empty=keep_empty) for each in cast("list[object]", value)]
    return value
