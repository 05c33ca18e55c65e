"""What the bodies of machines, scale sets, disks, templates and versions name: one function per kind, all pure.

Each answers what one body names, [] when it names nothing at all. Whose id it is, is for others to compare: without
case, since a body lists the resource group in any (lab/tests/recorded/facts/net_2019-07-01_vm_list_subscription.jsonl).
A body that lacks what its kind has to say, or names a text that is no id, may name any image: it answers a `Naming`
without a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import parse_resource_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from managed_image_to_gallery.azure.json_types import JsonObject

EPHEMERAL = "its OS disk is ephemeral, so it needs the image as long as it exists"
"""Such a disk is made of the image again whenever the machine is reimaged or healed.

Source: learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks.
"""

_TEMPLATE = "image template"
WRITING_TEMPLATE = f"{_TEMPLATE} that would make it again"
_STORAGE_PROFILE = "storageProfile"
_ELSEWHERE = ("publisher", "communityGalleryImageId", "sharedGalleryImageId")
"""What an imageReference without an id has: it names a platform image or one of somebody else's gallery.

Source: docs/reference/image-consumers.md#where-an-image-is-named.
"""

_CHARACTERS = re.compile(r"[\w.()/-]+")
"""What Azure's names are made of, and the slash between them (docs/reference/azure-galleries.md#names)."""

_OUTSIDE_OF_GROUPS = re.compile(
    r"/(subscriptions/[0-9a-f-]{36}/providers/microsoft\.compute/locations|communitygalleries|sharedgalleries)"
    r"(/[\w.()-]+)+"
)
"""Ids that name no resource in a group: a disk from a platform image, images shared by others."""


@dataclass(frozen=True)
class Naming:
    """One thing named by one consumer.

    key: the folded id that is named; None when it is not known what is named, so that it may be any image.
    """

    key: str | None
    reference: ImageReference


def key_of(named: str) -> str | None:
    """The folded id that a text names; None when it cannot be read as one.

    A text that Azure would not write (an empty part, an escape, a host, a query) may still be understood by something.
    """
    folded = named.strip().lower().rstrip("/")
    if _CHARACTERS.fullmatch(folded) is None or {".", ".."} & set(folded.split("/")):
        return None
    try:
        return parse_resource_id(folded).key
    except InvalidResourceId:
        return folded if _OUTSIDE_OF_GROUPS.fullmatch(folded) else None


def in_virtual_machine(value: JsonObject) -> list[Naming]:
    """A virtual machine; one made from a disk names no image.

    Source: lab/tests/recorded/facts/net_2019-07-01_vm_list_subscription.jsonl.
    """
    body = Body("virtual machine", value)
    return _in_profile(body, body.optional_object("properties", _STORAGE_PROFILE))


def in_scale_set(value: JsonObject) -> list[Naming]:
    """The model of a scale set, from which new instances are made; a flexible set need not have one."""
    body = Body("virtual machine scale set", value)
    profile = body.optional_object("properties", "virtualMachineProfile")
    if profile is None and is_flexible(value):
        return []
    return _in_profile(body, profile and profile.optional_object(_STORAGE_PROFILE))


def is_flexible(scale_set: JsonObject) -> bool:
    """Whether a scale set's instances are virtual machines of their own, listed among them.

    Source: learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-orchestration-modes. The
    list of such a set's instances leaves members out (github.com/Azure/azure-rest-api-specs/issues/27441).
    """
    mode = Body("virtual machine scale set", scale_set).optional_text("properties", "orchestrationMode")
    return (mode or "").lower() == "flexible"


def in_scale_set_instance(value: JsonObject) -> list[Naming]:
    """An instance of a scale set, which keeps the image it was made from when the model moves on.

    Source: docs/reference/image-consumers.md#where-an-image-is-named.
    """
    body = Body("instance of a scale set", value)
    return _in_profile(body, body.optional_object("properties", _STORAGE_PROFILE))


def in_disk(value: JsonObject) -> list[Naming]:
    """A disk: which key of `creationData` names the image differs, the id counts.

    Source: docs/reference/image-consumers.md#where-an-image-is-named.
    """
    body = Body("disk", value)
    held_by = body.optional_text("managedBy")
    data = body.optional_object("properties", "creationData")
    if data is None:
        return [unknown_in(body, "creationData", held_by)]
    named = (data.optional_object(key) for key in ("imageReference", "galleryImageReference"))
    found = [naming for one in named if one is not None for naming in in_image_reference(body, one, held_by)]
    return each_once(found)


def in_image_template(value: JsonObject) -> list[Naming]:
    """An image template: reading an image breaks without it, writing one would make it again.

    Source: lab/tests/recorded/facts/cli_2020-02-14_image_template_from_managed_image.jsonl. A source that is no managed
    image has no `imageId` (a platform image, a gallery's version); neither has a target.
    """
    body = Body(_TEMPLATE, value)
    source = body.optional_object("properties", "source")
    if source is None:
        return [unknown_in(body, "source")]
    targets = body.objects("properties", "distribute")
    return each_once(
        [
            *_in_managed_image(body, source, f"{_TEMPLATE} that reads it"),
            *(naming for target in targets for naming in _in_managed_image(body, target, WRITING_TEMPLATE)),
        ]
    )


def _in_managed_image(body: Body, part: Body, kind: str) -> Iterator[Naming]:
    named = part.optional_text("imageId")
    if named:
        yield naming_of(body, named, kind)
    elif (part.optional_text("type") or "").lower() == "managedimage":
        yield unknown_in(body, "imageId")


def _in_profile(body: Body, profile: Body | None) -> list[Naming]:
    if profile is None:
        return [unknown_in(body, _STORAGE_PROFILE)]
    reference = profile.optional_object("imageReference")
    found = [] if reference is None else list(in_image_reference(body, reference))
    if profile.optional_object("osDisk", "diffDiskSettings") is None:
        return found
    return [replace(one, reference=replace(one.reference, need=EPHEMERAL)) for one in found]


def in_image_reference(body: Body, reference: Body, held_by: str | None = None) -> Iterator[Naming]:
    """What an `imageReference` of any kind of body names."""
    named = reference.optional_text("id")
    if named:
        yield naming_of(body, named, body.what, held_by)
    elif not any(reference.optional_text(member) for member in _ELSEWHERE):
        yield unknown_in(body, "id in its imageReference", held_by)


def each_once(found: Iterable[Naming]) -> list[Naming]:
    """The same without repetitions."""
    return list(dict.fromkeys(found))


def by_id(body: Body, key: str, kind: str) -> Naming:
    """That a body names what has this folded id, or the image that `image_ids` found in a text."""
    return Naming(key, _reference(body, kind, None, ""))


def naming_of(body: Body, named: str, kind: str, held_by: str | None = None) -> Naming:
    """That a body names this text; one that is no id may be any image."""
    key = key_of(named)
    detail = "" if key else f"it names {named!r:.200}, which is no id of Azure's, so it may be any image"
    return Naming(key, _reference(body, kind, held_by, detail))


def unknown_in(body: Body, member: str, held_by: str | None = None) -> Naming:
    """That a body lacks a member, so that it may be made from any image."""
    detail = f"Azure's answer has no {member}, so it may be made from any image"
    return Naming(None, _reference(body, body.what, held_by, detail))


def _reference(body: Body, kind: str, held_by: str | None, detail: str) -> ImageReference:
    location = canonical_region(body.optional_text("location") or "")
    since = body.optional_text("properties", "timeCreated") or ""
    return ImageReference(body.text("id"), kind, location, held_by, detail, since)
