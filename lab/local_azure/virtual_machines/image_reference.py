"""From an `imageReference` to what it names: a managed image, a gallery's definition or version, the Marketplace."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_object
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.resource_type import World
from local_azure.virtual_machines import errors, gallery_images, managed_images, platform_images
from local_azure.virtual_machines.source import ATTACHED, DEFINITION, MANAGED, VERSION, Source


def source_of(world: World, reference: Json, region: str) -> Source:
    """The source that a reference names, usable in this region; ArmError when there is none."""
    if not reference.get("id"):
        return platform_images.source(reference)
    image_id = str(reference["id"])
    kind = image_type(image_id)
    if kind == MANAGED:
        return managed_images.source(world, image_id, region)
    if kind in {DEFINITION, VERSION}:
        return gallery_images.source(world, image_id, region)
    raise errors.invalid_image_id(image_id)


def attached(world: World, os_disk: Json, region: str) -> Source:
    """A machine around an OS disk that exists: no image, and no `osProfile`."""
    disk_id = str(as_object(os_disk.get("managedDisk")).get("id", ""))
    disk = world.store.get(disk_id)
    if disk is None or disk.location != region:
        raise errors.attached_disk_not_found(disk_id)
    os_type = os_disk.get("osType") or disk.properties.get("osType")
    if not os_type:
        raise errors.required("osDisk.osType")
    generation = str(disk.properties.get("hyperVGeneration", "V1"))
    size = int(disk.properties.get("diskSizeGB") or 30)
    return Source(ATTACHED, str(os_type), size, generation=generation, specialized=True)


def read_action(reference: Json) -> str | None:
    """The permission on `reference["id"]` that using it needs; None for the Marketplace."""
    kind = image_type(str(reference.get("id", "")))
    return f"{kind}/read" if kind else None


def image_type(image_id: str) -> str | None:
    """Which of the three types an id is of; None when it is none of them."""
    parsed = parse_id(image_id)
    kinds = {each.lower(): each for each in (MANAGED, DEFINITION, VERSION)}
    return kinds.get(parsed.type.lower()) if parsed is not None else None


def answered(reference: Json, source: Source) -> Json:
    """What Azure answers for a reference: `exactVersion` first for a gallery, last for the Marketplace (as seen)."""
    if source.exact_version is None:
        return dict(reference)
    exact: Json = {"exactVersion": source.exact_version}
    return {**exact, **reference} if source.kind == VERSION else {**reference, **exact}
