"""A world with a managed image, a gallery with two versions, and a network interface."""

from __future__ import annotations

import pytest

from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.virtual_machines.source import DEFINITION, VERSION
from local_azure.virtual_machines.types import TYPES
from tests.local_azure.families import GROUP, Azure

IMAGE = f"{GROUP}/providers/Microsoft.Compute/images/web"
IMAGE_DEFINITION = f"{GROUP}/providers/Microsoft.Compute/galleries/g/images/web"
INTERFACE = f"{GROUP}/providers/Microsoft.Network/networkInterfaces/nic"
MACHINE = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/probe"


class Versions(ResourceType):
    """Image versions that say by `internal["replicas"]` where they are."""

    name = VERSION
    api_versions = ("2024-03-03",)

    def render_properties(self, call: Call, resource: Resource) -> Json:
        shown = dict(resource.properties)
        if call.query.get("$expand") == "ReplicationStatus":
            replicas: dict[str, str] = resource.internal["replicas"]
            shown["replicationStatus"] = {
                "summary": [{"region": region, "state": state} for region, state in replicas.items()]
            }
        return shown


class Disks(ResourceType):
    name = "Microsoft.Compute/disks"
    api_versions = ("2024-03-02",)


class Interfaces(ResourceType):
    name = "Microsoft.Network/networkInterfaces"
    api_versions = ("2024-05-01",)


def image_properties() -> Json:
    data_disks = [{"lun": lun, "diskSizeGB": 150, "caching": "None"} for lun in (2, 0)]
    os_disk = {"osType": "Linux", "osState": "Generalized", "diskSizeGB": 30, "caching": "ReadWrite"}
    return {"hyperVGeneration": "V2", "storageProfile": {"osDisk": os_disk, "dataDisks": data_disks}}


def add_version(azure: Azure, name: str, replicas: dict[str, str], **publishing: object) -> str:
    version_id = f"{IMAGE_DEFINITION}/versions/{name}"
    profile: Json = {
        "source": {"id": IMAGE},
        "osDiskImage": {"sizeInGB": 30, "hostCaching": "ReadWrite"},
        "dataDiskImages": [{"lun": 0, "sizeInGB": 10, "hostCaching": "None"}],
    }
    properties: Json = {"storageProfile": profile, "publishingProfile": publishing}
    azure.world.store.put(Resource(version_id, VERSION, "westus", properties, internal={"replicas": replicas}))
    return version_id


def definition(azure: Azure) -> Resource:
    found = azure.world.store.get(IMAGE_DEFINITION)
    assert found is not None
    return found


def machine_body(image_id: str = IMAGE, **properties: object) -> Json:
    """The smallest body (docs/reference/azure-machines.md#a-machine-from-an-image), without what a test adds."""
    return {
        "location": "West US",
        "properties": {
            "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
            "storageProfile": {"imageReference": {"id": image_id}},
            "osProfile": {"computerName": "probe", "adminUsername": "me", "adminPassword": "Canary-1!"},
            "networkProfile": {"networkInterfaces": [{"id": INTERFACE}]},
            **properties,
        },
    }


@pytest.fixture
def azure() -> Azure:
    azure = Azure([*TYPES, Versions(), Disks(), Interfaces()])
    store = azure.world.store
    store.put(Resource(IMAGE, "Microsoft.Compute/images", "westus", image_properties()))
    store.put(
        Resource(
            IMAGE_DEFINITION,
            DEFINITION,
            "westus",
            {"osType": "Linux", "osState": "Generalized", "hyperVGeneration": "V2"},
        )
    )
    store.put(Resource(INTERFACE, "Microsoft.Network/networkInterfaces", "westus", {}, internal={"guid": "abcdef12-0"}))
    add_version(azure, "1.0.0", {"westus": "Completed", "eastus": "Replicating"})
    return azure
