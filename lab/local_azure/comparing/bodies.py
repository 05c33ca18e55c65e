"""A recorded body as it can be sent: with names in place of marks, and plausible texts in place of texts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from local_azure.arm.json_types import as_object
from local_azure.comparing.names import Names, is_mark

_TEXTS = {
    "addressPrefix": "10.0.0.0/29",
    "addressPrefixes": "10.0.0.0/29",
    "adminPassword": "Aa1-of-the-comparison",
    "adminUsername": "someone",
    "computerName": "machine",
    "privateIPAddress": "10.0.0.4",
}
"""Texts that must have a form, by their key."""

_OF_AZURE = frozenset({"id", "name", "type", "etag", "systemData", "provisioningState", "timeCreated", "uniqueId"})
"""Members that Azure sets, which need not be sent."""


def sendable(recorded: object, names: Names, key: str = "") -> object:
    """A recorded body, or a part of it that stands below a key. Raises NotReplayable."""
    if isinstance(recorded, dict):
        members = cast("dict[str, object]", recorded)
        return {name.strip("<>"): sendable(each, names, name) for name, each in members.items()}
    if isinstance(recorded, list):
        return [sendable(each, names, key) for each in cast("list[object]", recorded)]
    if not isinstance(recorded, str):
        return recorded
    if recorded.startswith("/"):
        return names.path(recorded)
    if is_mark(recorded):
        return names.text(recorded)
    if recorded == "<time>":
        return "2030-01-01T00:00:00+00:00"
    return _TEXTS.get(key, "text") if recorded.startswith("<") else recorded


def to_be_made(read: object, names: Names) -> object:
    """The body that makes what was read."""
    body = {name: each for name, each in as_object(read).items() if name not in _OF_AZURE}
    properties = {name: each for name, each in as_object(body.get("properties")).items() if name not in _OF_AZURE}
    return sendable({**body, "properties": properties} if properties else body, names)


def ids_in(body: object) -> Iterator[str]:
    """The ids of other resources in a body, recorded or with names."""
    if isinstance(body, dict):
        for each in cast("dict[str, object]", body).values():
            yield from ids_in(each)
    elif isinstance(body, list):
        for each in cast("list[object]", body):
            yield from ids_in(each)
    elif isinstance(body, str) and body.startswith("/subscriptions/"):
        yield body
