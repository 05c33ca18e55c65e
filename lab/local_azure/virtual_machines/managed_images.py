"""A machine from a managed image: same region, its disks in the image's own order.

Source: docs/reference/azure-machines.md#a-machine-from-an-image.
"""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource_type import World
from local_azure.virtual_machines import errors
from local_azure.virtual_machines.guest import said_by
from local_azure.virtual_machines.source import MANAGED, Source, SourceDisk


def source(world: World, image_id: str, region: str) -> Source:
    """The image as a source; 404 when it is missing or elsewhere.

    Source: docs/reference/azure-errors.md#image-not-in-the-region.
    """
    image = world.store.get(image_id)
    if image is None or image.location != region or image.provisioning_state not in {"Succeeded", "Updating"}:
        raise errors.image_not_found(image_id, region)
    profile = as_object(image.properties.get("storageProfile"))
    os_disk = as_object(profile.get("osDisk"))
    return Source(
        MANAGED,
        os_type=str(os_disk.get("osType", "Linux")),
        os_disk_gb=int(os_disk.get("diskSizeGB") or 30),
        os_caching=str(os_disk.get("caching", "ReadWrite")),
        generation=str(image.properties.get("hyperVGeneration", "V1")),
        specialized=os_disk.get("osState") == "Specialized",
        data_disks=tuple(_data_disk(as_object(each)) for each in as_list(profile.get("dataDisks"))),
        plan=image.internal.get("plan"),
        guest=said_by(image),
    )


def _data_disk(disk: Json) -> SourceDisk:
    return SourceDisk(int(disk.get("lun", 0)), int(disk.get("diskSizeGB") or 10), str(disk.get("caching", "None")))
