"""From a seed to the PUTs that make it, in order. Pure: nothing is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.seed.afterwards import Afterwards
from local_azure.seed.galleries import gallery_puts, versions_afterwards
from local_azure.seed.machines import machine_puts, scale_set_puts
from local_azure.seed.paths import COMPUTE, Paths, Put, expand_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_azure.arm.json_types import Json
    from local_azure.seed.model import Disk, Image, Lock, RawResource, Seed


def puts(seed: Seed, subscription: str) -> Iterator[Put]:
    """Every PUT: groups first, then what is in them, locks last."""
    paths = Paths(seed, subscription)
    for name, group in seed.resource_groups.items():
        yield Put(f"resourceGroups.{name}", paths.group(name), {"location": group.location, "tags": group.tags or {}})
    for index, disk in enumerate(seed.disks):
        yield paths.put(f"disks[{index}]", disk, f"{COMPUTE}/disks", _disk(disk))
    for index, snapshot in enumerate(seed.snapshots):
        yield paths.put(f"snapshots[{index}]", snapshot, f"{COMPUTE}/snapshots", _disk(snapshot))
    for index, raw in enumerate(seed.resources):
        yield _raw(f"resources[{index}]", raw, subscription)
    yield from _images(paths, "images", seed.images)
    for index, gallery in enumerate(seed.galleries):
        yield from gallery_puts(paths, f"galleries[{index}]", gallery)
    for index, machine in enumerate(seed.virtual_machines):
        yield from machine_puts(paths, f"virtualMachines[{index}]", machine)
    yield from _images(paths, "imagesOfMachines", seed.images_of_machines)
    for index, scale_set in enumerate(seed.scale_sets):
        yield from scale_set_puts(paths, f"scaleSets[{index}]", scale_set)
    for index, lock in enumerate(seed.locks):
        yield _lock(f"locks[{index}]", lock, subscription)


def afterwards(seed: Seed, subscription: str) -> Iterator[Afterwards]:
    """What became of what the PUTs have made."""
    paths = Paths(seed, subscription)
    for gallery in seed.galleries:
        yield from versions_afterwards(paths, gallery)
    for image in (*seed.images, *seed.images_of_machines):
        if image.made_again:
            yield Afterwards(f"{paths.group(image.resource_group)}/{COMPUTE}/images/{image.name}", made_again=True)


def _images(paths: Paths, section: str, images: list[Image]) -> Iterator[Put]:
    for index, image in enumerate(images):
        yield paths.put(f"{section}[{index}]", image, f"{COMPUTE}/images", {"properties": _image(paths, image)})


def _image(paths: Paths, image: Image) -> Json:
    if image.source_virtual_machine is not None:
        return {"sourceVirtualMachine": {"id": paths.compute_id(image.source_virtual_machine, "virtualMachines")}}
    blobs = f"https://{image.resource_group.lower()}.blob.core.windows.net/vhds/{image.name}"
    os_disk: Json = {
        "osType": image.os_type,
        "osState": image.os_state,
        "diskSizeGB": image.os_disk_size_gb,
        "blobUri": f"{blobs}-os.vhd",
    }
    data_disks: list[Json] = [
        {"lun": disk.lun, "diskSizeGB": disk.disk_size_gb, "blobUri": f"{blobs}-data{disk.lun}.vhd"}
        for disk in image.data_disks
    ]
    profile: Json = {"osDisk": os_disk, "dataDisks": data_disks, "zoneResilient": image.zone_resilient}
    return {"hyperVGeneration": image.hyper_v_generation, "storageProfile": profile}


def _disk(disk: Disk) -> Json:
    properties: Json = {"creationData": disk.creation_data, "diskSizeGB": disk.disk_size_gb}
    if disk.os_type is not None:
        properties["osType"] = disk.os_type
    if disk.hyper_v_generation is not None:
        properties["hyperVGeneration"] = disk.hyper_v_generation
    return {"properties": properties}


def _raw(place: str, raw: RawResource, subscription: str) -> Put:
    return Put(place, expand_scope(raw.id, subscription), raw.body, raw.api_version, tuple(raw.actions))


def _lock(place: str, lock: Lock, subscription: str) -> Put:
    path = f"{expand_scope(lock.scope, subscription)}/providers/Microsoft.Authorization/locks/{lock.name}"
    return Put(place, path, {"properties": {"level": lock.level, "notes": lock.notes or ""}})
