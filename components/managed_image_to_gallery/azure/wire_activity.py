"""What one event of the activity log says: which machine, scale set or disk was written, from which image, by whom.

The answer to a write stands in the event as text (docs/reference/activity-log.md#events). It holds names, keys and
custom data of others, so it is read here and then dropped: a `Use` keeps the resource, the time and the caller. A text
that cannot be read is told as such; the ids in it count all the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import MalformedAnswer
from managed_image_to_gallery.azure.image_ids import ids_in
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import is_guid
from managed_image_to_gallery.azure.times import moment
from managed_image_to_gallery.azure.wire_references import in_disk, in_scale_set, in_virtual_machine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.wire_references import Naming

_EVENT = "event of the activity log"
_COMPUTE = "microsoft.compute"
_WRITES: Mapping[str, tuple[str, Callable[[JsonObject], list[Naming]]]] = {
    f"{_COMPUTE}/virtualmachines/write": ("virtual machine", in_virtual_machine),
    f"{_COMPUTE}/virtualmachinescalesets/write": ("virtual machine scale set", in_scale_set),
    f"{_COMPUTE}/disks/write": ("disk", in_disk),
}
"""The operations that make something from an image: what they make, and what its body names."""

_BEGUN, _ANSWERED, _ENDED = "started", "accepted", "succeeded"
_BODIES = ("responsebody", "requestbody")
"""Where an event has a body, the answer before the request; the case of these names is not promised."""

_APPID, _UNKNOWN = "appid", "an unknown caller"


@dataclass(frozen=True)
class Use:
    """One write of a machine, scale set or disk that named an image: what, when, by whom.

    appid: the application of the service principal that called; empty for a user.
    """

    resource_id: str
    kind: str
    location: str
    at: datetime
    caller: str
    appid: str = ""

    @property
    def who(self) -> str:
        """The caller for people."""
        if self.appid:
            return f"the service principal with appid {self.appid}"
        return self.caller or _UNKNOWN

    @property
    def when(self) -> str:
        """The time as Azure spells it, to the second."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def text(self) -> str:
        """What, where, when and by whom, for messages."""
        where = f" in {self.location}" if self.location else ""
        return f"{self.kind} {self.resource_id}{where}, last written {self.when} by {self.who}"

    @property
    def reference(self) -> ImageReference:
        """The same as what once named the image, for comparing with what is accepted."""
        return ImageReference(self.resource_id, self.kind, self.location, since=self.when)


@dataclass(frozen=True)
class Reading:
    """What an event names: folded ids, each by the same use; and whether some of it could not be read."""

    use: Use | None = None
    keys: frozenset[str] = frozenset()
    readable: bool = True


def read_event(event: JsonObject) -> Reading:
    """What one event tells of the images that are used."""
    try:
        return _read(Body(_EVENT, event))
    except (MalformedAnswer, ValueError):
        return Reading(readable=False)


def _read(event: Body) -> Reading:
    operation = _WRITES.get(event.text("operationName", "value").lower())
    status = event.text("status", "value").lower()
    if operation is None or status not in (_BEGUN, _ANSWERED, _ENDED):
        return Reading()
    body = _body(event.optional_object("properties"))
    if body is None:
        # The first event and the last one of an operation have none; it came with the answer, in the event between.
        return Reading(readable=status != _ANSWERED)
    kind, names = operation
    value = _object(body)
    keys, readable = _named(value, event.text("resourceId"), names)
    if not readable:
        keys |= set(ids_in(body if isinstance(body, str) else json.dumps(body)))
    return Reading(_use(event, kind, value), frozenset(keys), readable)


def _body(properties: Body | None) -> Json:
    by_name = {name.lower(): value for name, value in properties.value.items()} if properties else {}
    return next((by_name[name] for name in _BODIES if by_name.get(name)), None)


def _object(body: Json) -> JsonObject | None:
    """The resource in a body, which is a text; None where that is no JSON object."""
    try:
        value: object = json.loads(body) if isinstance(body, str) else body
    except ValueError:
        return None
    return cast("JsonObject", value) if isinstance(value, dict) else None


def _named(
    value: JsonObject | None, resource_id: str, names: Callable[[JsonObject], list[Naming]]
) -> tuple[set[str], bool]:
    """The folded ids that a resource names, in its tags too, and whether it says what it is made from.

    Jenkins writes the image's id into a tag of each of its machines
    (github.com/jenkinsci/azure-vm-agents-plugin, `JenkinsImageId`).
    """
    if value is None:
        return set(), False
    tagged = set(ids_in(json.dumps(value.get("tags"))))
    try:
        namings = names({**value, "id": resource_id})
    except MalformedAnswer:
        return tagged, False
    return {one.key for one in namings if one.key is not None} | tagged, all(one.key is not None for one in namings)


def _use(event: Body, kind: str, value: JsonObject | None) -> Use:
    location = (value or {}).get("location")
    caller, appid = _caller(event)
    return Use(
        resource_id=event.text("resourceId"),
        kind=kind,
        location=canonical_region(location) if isinstance(location, str) else "",
        at=moment(event.text("eventTimestamp")),
        caller=caller,
        appid=appid,
    )


def _caller(event: Body) -> tuple[str, str]:
    """A user by name, a service principal by its application: what calls as itself has no name but ids."""
    caller = event.optional_text("caller") or ""
    claims = event.optional_object("claims")
    appid = (claims.optional_text(_APPID) if claims else None) or ""
    by_itself = not caller or is_guid(caller)
    return caller[:200], appid if by_itself and is_guid(appid) else ""
