"""What a version is made from: where it lies, what system it holds, how large its disks are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.galleries import errors

IMAGES = "Microsoft.Compute/images"
MACHINES = "Microsoft.Compute/virtualMachines"
VERSIONS = "Microsoft.Compute/galleries/images/versions"
DISKS = ("Microsoft.Compute/disks", "Microsoft.Compute/snapshots")


@dataclass(frozen=True)
class SourceDisk:
    """One disk: `lun` is None for the OS disk, `size` in GB."""

    lun: int | None
    size: int
    caching: str


@dataclass(frozen=True)
class Source:
    """A source as far as it is known; None where the source does not say (a disk knows no OS state)."""

    id: str
    type: str
    os_disk: SourceDisk
    data_disks: tuple[SourceDisk, ...] = ()
    os_type: str | None = None
    os_state: str | None = None
    generation: str | None = None
    plan: Json | None = None
    platform: Json | None = None
    encrypted: bool = False
    """Whether a disk of it is encrypted with a customer's key (a disk encryption set)."""


def main_source_id(storage_profile: Json) -> str | None:
    """The id that stands for the whole source: of `source`, else of the OS disk."""
    source = as_object(storage_profile.get("source"))
    os_disk = as_object(as_object(storage_profile.get("osDiskImage")).get("source"))
    for candidate in (source.get("id"), source.get("virtualMachineId"), os_disk.get("id")):
        if candidate:
            return str(candidate)
    return None


def check_form(storage_profile: Json, subscription: str) -> None:
    """One source, either for everything or disk by disk; machines of this subscription only.

    Sources: docs/reference/azure-errors.md#two-kinds-of-sources and
    docs/reference/azure-errors.md#machine-of-another-subscription.
    """
    source = as_object(storage_profile.get("source"))
    disks = [as_object(storage_profile.get("osDiskImage"))]
    disks += [as_object(each) for each in as_list(storage_profile.get("dataDiskImages"))]
    by_disk = any(as_object(disk.get("source")).get("id") for disk in disks)
    if source.get("id") and by_disk:
        raise errors.two_sources()
    if main_source_id(storage_profile) is None:
        raise errors.required(f"{errors.VERSION}.storageProfile.source")
    machine = str(source.get("id") or "")
    is_machine = f"/providers/{MACHINES}/".lower() in machine.lower()
    if is_machine and f"/subscriptions/{subscription}/".lower() not in machine.lower():
        raise errors.machine_of_other_subscription(machine, subscription)


def read_source(world: World, storage_profile: Json, location: str) -> Source:
    """Read the source; it has to exist in the version's region, which one text says for both.

    Source: docs/reference/azure-errors.md#source-not-found.
    """
    resource = _present(world, str(main_source_id(storage_profile)), location)
    read = _READERS.get(resource.type)
    if read is None:
        raise errors.source_not_found(resource.id)
    source = read(world, resource)
    if resource.type not in DISKS:
        return source
    data_disks = [
        _data_disk(world, as_object(each), location) for each in as_list(storage_profile.get("dataDiskImages"))
    ]
    return Source(
        source.id, source.type, source.os_disk, tuple(data_disks), source.os_type, None, source.generation, source.plan
    )


def _present(world: World, resource_id: str, location: str) -> Resource:
    resource = world.store.get(resource_id)
    if (
        resource is None
        or resource.location != location
        or resource.provisioning_state not in ("Succeeded", "Updating")
    ):
        raise errors.source_not_found(resource_id)
    return resource


def _data_disk(world: World, disk: Json, location: str) -> SourceDisk:
    lun = disk.get("lun")
    if not isinstance(lun, int):
        raise errors.required(f"{errors.VERSION}.storageProfile.dataDiskImages.lun")
    source = _present(world, str(as_object(disk.get("source")).get("id")), location)
    return SourceDisk(lun, _size(source.properties), str(disk.get("hostCaching") or "ReadOnly"))


def _image(_: World, image: Resource) -> Source:
    profile = as_object(image.properties.get("storageProfile"))
    os_disk = as_object(profile.get("osDisk"))
    return Source(
        image.id,
        IMAGES,
        SourceDisk(None, _size(os_disk), str(os_disk.get("caching", "None"))),
        tuple(
            SourceDisk(
                int(as_object(each).get("lun", 0)), _size(as_object(each)), as_object(each).get("caching", "None")
            )
            for each in as_list(profile.get("dataDisks"))
        ),
        os_disk.get("osType"),
        os_disk.get("osState"),
        image.properties.get("hyperVGeneration", "V1"),
        image.internal.get("plan"),
        encrypted=any(
            as_object(as_object(disk).get("diskEncryptionSet")).get("id")
            for disk in (os_disk, *as_list(profile.get("dataDisks")))
        ),
    )


def _disk(_: World, disk: Resource) -> Source:
    return Source(
        disk.id,
        disk.type,
        SourceDisk(None, _size(disk.properties), "ReadWrite"),
        os_type=disk.properties.get("osType"),
        generation=disk.properties.get("hyperVGeneration"),
        plan=disk.properties.get("purchasePlan"),
    )


def _machine(world: World, machine: Resource) -> Source:
    profile = as_object(machine.properties.get("storageProfile"))
    os_disk = as_object(profile.get("osDisk"))
    generation = _disk_of(world, os_disk).get("hyperVGeneration")
    return Source(
        machine.id,
        MACHINES,
        SourceDisk(None, _machine_disk_size(world, os_disk), str(os_disk.get("caching", "ReadWrite"))),
        tuple(
            SourceDisk(int(disk.get("lun", 0)), _machine_disk_size(world, disk), str(disk.get("caching", "None")))
            for disk in [as_object(each) for each in as_list(profile.get("dataDisks"))]
        ),
        os_disk.get("osType"),
        "Generalized" if machine.internal.get("generalized") else "Specialized",
        str(generation) if generation else None,
        machine.envelope.get("plan"),
        as_object(profile.get("imageReference")) or None,
    )


def _version(world: World, version: Resource) -> Source:
    profile = as_object(version.properties.get("storageProfile"))
    os_disk = as_object(profile.get("osDiskImage"))
    definition = world.store.get(version.arm_id.parent)
    facts = definition.properties if definition is not None else {}
    return Source(
        version.id,
        VERSIONS,
        SourceDisk(None, int(os_disk.get("sizeInGB", 0)), str(os_disk.get("hostCaching", "ReadWrite"))),
        tuple(
            SourceDisk(int(disk.get("lun", 0)), int(disk.get("sizeInGB", 0)), str(disk.get("hostCaching", "None")))
            for disk in [as_object(each) for each in as_list(profile.get("dataDiskImages"))]
        ),
        facts.get("osType"),
        facts.get("osState"),
        facts.get("hyperVGeneration"),
        facts.get("purchasePlan"),
        encrypted=any(
            as_object(region).get("encryption")
            for region in as_list(as_object(version.properties.get("publishingProfile")).get("targetRegions"))
        ),
    )


def _size(disk: Json) -> int:
    return int(disk.get("diskSizeGB") or 0)


def _disk_of(world: World, disk: Json) -> Json:
    found = world.store.get(as_object(disk.get("managedDisk")).get("id") or "")
    return found.properties if found is not None else {}


def _machine_disk_size(world: World, disk: Json) -> int:
    return _size(disk) or _size(_disk_of(world, disk))


_READERS: dict[str, Callable[[World, Resource], Source]] = {
    IMAGES: _image,
    MACHINES: _machine,
    VERSIONS: _version,
    **dict.fromkeys(DISKS, _disk),
}
