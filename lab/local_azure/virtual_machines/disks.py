"""The disks that a machine makes, holds and leaves behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.virtual_machines.image_reference import image_type
from local_azure.virtual_machines.source import DEFINITION, VERSION

DISK_TYPE = "Microsoft.Compute/disks"
GIB = 1024**3
TIERS = {"Standard_LRS": "Standard", "StandardSSD_LRS": "Standard", "Premium_LRS": "Premium"}


def make_and_attach(world: World, machine: Resource) -> None:
    """Make the disks of a machine's model that do not exist, and mark all of them as held by it."""
    for disk in model_disks(machine):
        disk_id = str(as_object(disk.get("managedDisk")).get("id", ""))
        resource = world.store.get(disk_id) or _made(world, machine, disk, disk_id)
        resource.properties["diskState"] = "Attached"
        resource.envelope["managedBy"] = machine.id
        world.store.put(resource)


def with_known_sizes(world: World, profile: Json) -> Json:
    """The profile with size and kind of storage of every data disk that exists already: an attached one has its own."""
    disks = [_as_it_is(world, as_object(each)) for each in as_list(profile.get("dataDisks"))]
    return {**profile, "dataDisks": disks}


def release_detached(world: World, machine: Resource) -> None:
    """Let go of disks that the machine held and its model does not name any more."""
    named = {str(as_object(each.get("managedDisk")).get("id", "")).lower() for each in model_disks(machine)}
    for disk in world.store.of_type(DISK_TYPE):
        if str(disk.envelope.get("managedBy", "")).lower() == machine.key and disk.key not in named:
            _release(world, disk)


def release_or_delete(world: World, machine: Resource) -> None:
    """When a machine is gone: `deleteOption: Delete` takes the disk with it, `Detach` (the default) leaves it."""
    for disk in model_disks(machine):
        resource = world.store.get(as_object(disk.get("managedDisk")).get("id", ""))
        if resource is None:
            continue
        kind = world.type_named(DISK_TYPE)
        if disk.get("deleteOption") == "Delete" and kind is not None:
            kind.removed(world, resource)
        else:
            _release(world, resource)


def set_state(world: World, machine: Resource, state: str) -> None:
    """Mark a machine's disks: `Attached` while it runs, `Reserved` while it is deallocated (documented)."""
    for disk in model_disks(machine):
        resource = world.store.get(as_object(disk.get("managedDisk")).get("id", ""))
        if resource is not None:
            resource.properties["diskState"] = state
            world.store.put(resource)


def model_disks(machine: Resource) -> Iterator[Json]:
    """The OS disk and the data disks of a machine's model."""
    profile = as_object(machine.properties.get("storageProfile"))
    yield as_object(profile.get("osDisk"))
    yield from (as_object(each) for each in as_list(profile.get("dataDisks")))


def _as_it_is(world: World, disk: Json) -> Json:
    managed = as_object(disk.get("managedDisk"))
    existing = world.store.get(str(managed.get("id", "")))
    if existing is None or "diskSizeGB" not in existing.properties:
        return disk
    kind = as_object(existing.envelope.get("sku")).get("name", managed.get("storageAccountType"))
    size = existing.properties["diskSizeGB"]
    return {**disk, "managedDisk": {**managed, "storageAccountType": kind}, "diskSizeGB": size}


def _release(world: World, disk: Resource) -> None:
    disk.properties["diskState"] = "Unattached"
    disk.envelope.pop("managedBy", None)
    world.store.put(disk)


def _made(world: World, machine: Resource, disk: Json, disk_id: str) -> Resource:
    size = int(disk.get("diskSizeGB") or 4)
    storage_type = str(as_object(disk.get("managedDisk")).get("storageAccountType", "Standard_LRS"))
    properties: Json = {
        "creationData": _creation_data(machine, disk),
        "diskSizeGB": size,
        "encryption": {"type": "EncryptionAtRestWithPlatformKey"},
        "timeCreated": timestamp(world.now),
        "diskSizeBytes": size * GIB,
        "uniqueId": str(uuid.uuid4()),
        "networkAccessPolicy": "AllowAll",
    }
    if "osType" in disk:
        properties = {
            "osType": disk["osType"],
            "hyperVGeneration": machine.internal.get("generation", "V1"),
            **properties,
        }
    return Resource(
        id=disk_id,
        type=DISK_TYPE,
        location=machine.location,
        properties=properties,
        envelope={"sku": {"name": storage_type, "tier": TIERS.get(storage_type, "Premium")}},
        created_at=world.now,
        changed_at=world.now,
    )


def _creation_data(machine: Resource, disk: Json) -> Json:
    """A disk from a gallery names its version twice, one from an image once.

    Source: docs/reference/azure-machines.md#a-machine-from-an-image.
    """
    if disk.get("createOption") != "FromImage":
        return {"createOption": "Empty"}
    reference = as_object(as_object(machine.properties.get("storageProfile")).get("imageReference"))
    image_id = reference.get("id")
    if image_id is None:
        return {"createOption": "FromImage"}
    named: Json = {"id": image_id, **({"lun": disk["lun"]} if "lun" in disk else {})}
    data: Json = {"createOption": "FromImage", "imageReference": named}
    if image_type(str(image_id)) in {DEFINITION, VERSION}:
        data["galleryImageReference"] = named
    return data
