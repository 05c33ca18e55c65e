"""What an image reads of the disks it is made from: who they are, how large, which kind of storage."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.images import errors
from local_azure.images.rules import source_of

BLOB_SIZES = {"Windows": 127, "Linux": 30}
"""GB of an OS disk in a blob whose size nobody said: Azure's platform images, 127 seen.

Source: lab/tests/recorded/facts/net_2021-03-01_managed_image_create.jsonl.
"""
BLOB_DATA_SIZE = 10


def storage_profile_of_machine(machine: Resource, sent: Json) -> Json:
    """The image's storage profile when the source is a machine.

    Source: lab/tests/recorded/facts/cli_2024-07-01_managed_image_create_from_vm.jsonl.
    """
    profile = as_object(machine.properties.get("storageProfile"))
    os_disk = as_object(profile.get("osDisk"))
    shown: Json = {
        "osDisk": {
            "osType": os_disk.get("osType", "Linux"),
            "osState": "Generalized",
            **_machine_disk(os_disk, "ReadWrite"),
        },
        "dataDisks": [
            {"lun": as_object(each).get("lun", 0), **_machine_disk(as_object(each), "None")}
            for each in as_list(profile.get("dataDisks"))
        ],
    }
    return _with_zone_resilience(shown, as_object(sent.get("storageProfile")))


def storage_profile_of_disks(world: World, sent: Json, location: str) -> Json:
    """The image's storage profile when its disks are named one by one."""
    profile = as_object(sent.get("storageProfile"))
    os_disk = as_object(profile.get("osDisk"))
    caching = "None" if os_disk.get("blobUri") else "ReadWrite"
    shown: Json = {
        "osDisk": _named_disk(world, os_disk, caching, location),
        "dataDisks": [
            _named_disk(world, as_object(each), "None", location) for each in as_list(profile.get("dataDisks"))
        ],
    }
    return _with_zone_resilience(shown, profile)


def with_sizes(world: World, profile: Json) -> Json:
    """The storage profile once the sources have been read: every disk with its `diskSizeGB`."""
    os_disk = as_object(profile.get("osDisk"))
    default = BLOB_SIZES.get(str(os_disk.get("osType")), BLOB_DATA_SIZE)
    return {
        **profile,
        "osDisk": _with_size(world, os_disk, default),
        "dataDisks": [_with_size(world, as_object(each), BLOB_DATA_SIZE) for each in as_list(profile["dataDisks"])],
    }


def _machine_disk(disk: Json, caching: str) -> Json:
    managed = as_object(disk.get("managedDisk"))
    return {
        "managedDisk": {"id": managed.get("id")},
        "caching": disk.get("caching", caching),
        "storageAccountType": managed.get("storageAccountType", "Standard_LRS"),
    }


def _named_disk(world: World, disk: Json, caching: str, location: str) -> Json:
    source = _source_resource(world, disk, location)
    storage = source.envelope.get("sku", {}).get("name") if source is not None else None
    shown = dict(disk)
    shown.setdefault("caching", caching)
    shown.setdefault("storageAccountType", storage or "Standard_LRS")
    return shown


def _source_resource(world: World, disk: Json, location: str) -> Resource | None:
    if disk.get("blobUri"):
        return None
    source = str(source_of(disk))
    found = world.store.get("/" + source.lstrip("/"))
    if found is None or found.location != location:
        raise errors.source_disk_not_found("Snapshot" if disk.get("snapshot") else "Managed disk", source)
    return found


def _with_size(world: World, disk: Json, default: int) -> Json:
    source = world.store.get(source_of(disk) or "")
    known = source.properties.get("diskSizeGB") if source is not None else None
    return {**disk, "diskSizeGB": disk.get("diskSizeGB") or known or default}


def _with_zone_resilience(shown: Json, sent: Json) -> Json:
    if "zoneResilient" in sent:
        shown["zoneResilient"] = sent["zoneResilient"]
    return shown
