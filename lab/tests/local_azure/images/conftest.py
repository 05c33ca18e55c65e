"""A world with a generalized machine of the test's own making: the machines' family is tested elsewhere."""

from __future__ import annotations

import pytest

from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.disks.types import TYPES as DISKS
from local_azure.images.types import TYPES as IMAGES
from tests.local_azure.families import GROUP, Azure

COMPUTE = f"{GROUP}/providers/Microsoft.Compute"
IMAGE = f"{COMPUTE}/images/image"
MACHINE = f"{COMPUTE}/virtualMachines/machine"
DISK = f"{COMPUTE}/disks/disk"
LOCATION = "westus2"


@pytest.fixture
def azure() -> Azure:
    made = Azure([*IMAGES, *DISKS])
    disk: Json = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 64}
    made.put(DISK, {"location": LOCATION, "sku": {"name": "Premium_LRS"}, "properties": disk})
    made.done()
    profile: Json = {
        "osDisk": {"osType": "Linux", "caching": "ReadWrite", "managedDisk": {"id": DISK}},
        "dataDisks": [{"lun": 3, "managedDisk": {"id": DISK, "storageAccountType": "Premium_LRS"}}],
    }
    made.world.store.put(
        Resource(
            MACHINE,
            "Microsoft.Compute/virtualMachines",
            LOCATION,
            {"storageProfile": profile},
            envelope={"plan": {"name": "plan"}},
            internal={"generalized": True},
        )
    )
    return made


def from_machine(**properties: object) -> Json:
    return {"location": LOCATION, "properties": {"sourceVirtualMachine": {"id": MACHINE}, **properties}}


def from_disk(**os_disk: object) -> Json:
    disk: Json = {"osType": "Linux", "osState": "Generalized", "managedDisk": {"id": DISK}, **os_disk}
    return {"location": LOCATION, "properties": {"storageProfile": {"osDisk": disk}}}
