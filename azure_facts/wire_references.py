"""Where a managed image is named in the bodies of what was made from it: one function per kind, all pure.

Each answers the references to one image in one body, [] when it names another image or none. Ids are compared without
case; a body lists the resource group in any (recordings/net_2019-07-01_vm_list_subscription.json).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azure_facts.body import Body
from azure_facts.models import ImageReference
from azure_facts.regions import canonical_region
from azure_facts.resource_ids import same_id

if TYPE_CHECKING:
    from azure_facts.json_types import JsonObject
    from azure_facts.resource_ids import ResourceId

_TEMPLATE = "image template"


def in_virtual_machine(value: JsonObject, image: ResourceId) -> list[ImageReference]:
    """A virtual machine; one made from a disk names no image (net_2019-07-01_vm_list_subscription.json)."""
    return _in_storage_profile(Body("virtual machine", value), image, ("properties", "storageProfile"))


def in_scale_set(value: JsonObject, image: ResourceId) -> list[ImageReference]:
    """The model of a scale set, from which new instances are made."""
    profile = ("properties", "virtualMachineProfile", "storageProfile")
    return _in_storage_profile(Body("virtual machine scale set", value), image, profile)


def in_scale_set_instance(value: JsonObject, image: ResourceId) -> list[ImageReference]:
    """An instance of a scale set, which keeps the image it was made from when the model moves on (azure-rules.md 9)."""
    return _in_storage_profile(Body("instance of a scale set", value), image, ("properties", "storageProfile"))


def in_disk(value: JsonObject, image: ResourceId) -> list[ImageReference]:
    """A disk: which key of `creationData` names the image differs, the id counts (azure-rules.md 9)."""
    body = Body("disk", value)
    named = (
        body.optional_text("properties", "creationData", key, "id")
        for key in ("imageReference", "galleryImageReference")
    )
    if not any(_names(one, image) for one in named):
        return []
    return [_reference(body, body.what, body.optional_text("managedBy"))]


def in_image_template(value: JsonObject, image: ResourceId) -> list[ImageReference]:
    """An image template: reading the image breaks without it, writing it would make it again.

    Source: recordings/cli_2020-02-14_image_template_from_managed_image.json.
    """
    body = Body(_TEMPLATE, value)
    found: list[ImageReference] = []
    if _names(body.optional_text("properties", "source", "imageId"), image):
        found.append(_reference(body, f"{_TEMPLATE} that reads it"))
    if any(_names(one.optional_text("imageId"), image) for one in body.objects("properties", "distribute")):
        found.append(_reference(body, f"{_TEMPLATE} that would make it again"))
    return found


def _in_storage_profile(body: Body, image: ResourceId, profile: tuple[str, ...]) -> list[ImageReference]:
    named = body.optional_text(*profile, "imageReference", "id")
    return [_reference(body, body.what)] if _names(named, image) else []


def _names(named: str | None, image: ResourceId) -> bool:
    return named is not None and same_id(named, image)


def _reference(body: Body, kind: str, held_by: str | None = None) -> ImageReference:
    location = canonical_region(body.optional_text("location") or "")
    return ImageReference(consumer_id=body.text("id"), kind=kind, location=location, held_by=held_by)
