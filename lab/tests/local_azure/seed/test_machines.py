from __future__ import annotations

import pytest

from harness.local_azure import InProcessAzure

VM_API = "2024-11-01"
SEED = """
resourceGroups: {rg: {location: South Central US}}
images: [{resourceGroup: rg, name: i, osType: Linux}]
virtualMachines:
  - {resourceGroup: rg, name: from-image, image: rg/i}
  - {resourceGroup: rg, name: from-platform, image: "Canonical:ubuntu-24_04-lts:server:latest", generalized: true}
imagesOfMachines: [{resourceGroup: rg, name: captured, sourceVirtualMachine: rg/from-platform}]
scaleSets: [{resourceGroup: rg, name: set, image: rg/i, capacity: 2}]
"""


@pytest.fixture
def compute(azure: InProcessAzure) -> str:
    """The path of the seeded group's Compute resources."""
    azure.seed(SEED)
    return f"{azure.group_id('rg')}/providers/Microsoft.Compute"


def test_a_machine_refers_to_the_image_it_was_made_from(azure: InProcessAzure, compute: str) -> None:
    machine = azure.get(f"{compute}/virtualMachines/from-image", api_version=VM_API).json()

    assert machine["properties"]["provisioningState"] == "Succeeded"
    assert machine["properties"]["storageProfile"]["imageReference"]["id"] == f"{compute}/images/i"


def test_an_image_is_captured_from_a_generalized_machine(azure: InProcessAzure, compute: str) -> None:
    image = azure.get(f"{compute}/images/captured", api_version="2024-07-01").json()

    source = image["properties"]["sourceVirtualMachine"]["id"]
    assert source == f"{compute}/virtualMachines/from-platform"
    assert image["properties"]["storageProfile"]["osDisk"]["managedDisk"]["id"]


def test_a_scale_set_has_its_instances(azure: InProcessAzure, compute: str) -> None:
    path = f"{compute}/virtualMachineScaleSets/set"
    scale_set = azure.get(path, api_version=VM_API).json()

    profile = scale_set["properties"]["virtualMachineProfile"]["storageProfile"]
    assert profile["imageReference"]["id"] == f"{compute}/images/i"
    assert len(azure.get(f"{path}/virtualMachines", api_version=VM_API).json()["value"]) == 2
