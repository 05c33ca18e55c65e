"""What Azure is sent for the resources of a self test. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.selftest.wanted import DISK_GB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.selftest.wanted import Sample

MACHINE_SIZE = "Standard_D2s_v5"


def group(region: str, tag: str, run_id: str) -> JsonObject:
    """The scratch resource group, with the tag by which it is known."""
    return {"location": region, "tags": {tag: run_id}}


def empty_disk(region: str, sample: Sample | None) -> JsonObject:
    """A disk with nothing on it: of a system, or (None) for data."""
    properties: JsonObject = {"creationData": {"createOption": "Empty"}, "diskSizeGB": DISK_GB}
    if sample:
        properties |= {"osType": sample.os_type, "hyperVGeneration": sample.generation}
    return {"location": region, "sku": {"name": "Standard_LRS"}, "properties": properties}


def image(region: str, sample: Sample, system: ResourceId, data: ResourceId | None) -> JsonObject:
    """A generalized managed image from these disks."""
    storage: JsonObject = {
        "osDisk": {"osType": sample.os_type, "osState": "Generalized", "managedDisk": {"id": str(system)}},
        "dataDisks": [{"lun": 0, "managedDisk": {"id": str(data)}}] if data else [],
    }
    if sample.zone_resilient:
        storage["zoneResilient"] = True
    return {"location": region, "properties": {"hyperVGeneration": sample.generation, "storageProfile": storage}}


def definition(region: str, sample: Sample, name: str) -> JsonObject:
    """An image definition for versions of this image, published under a name."""
    identifier: JsonObject = {"publisher": name, "offer": name, "sku": name}
    properties: JsonObject = {"osType": sample.os_type, "osState": "Generalized", "hyperVGeneration": sample.generation}
    return {"location": region, "properties": {**properties, "identifier": identifier}}


def version(region: str, source: str, regions: Sequence[str]) -> JsonObject:
    """An image version from this image, replicated to the regions."""
    targets: list[Json] = [{"name": each, "regionalReplicaCount": 1} for each in regions]
    storage: JsonObject = {"source": {"id": source}}
    return {
        "location": region,
        "properties": {"publishingProfile": {"targetRegions": targets}, "storageProfile": storage},
    }


def lock() -> JsonObject:
    """A lock against deletion."""
    return {"properties": {"level": "CanNotDelete", "notes": "The self test shows that a lock is respected."}}


def disk_of_image(region: str, source: ResourceId) -> JsonObject:
    """A disk that says which managed image it was made from."""
    creation: JsonObject = {"createOption": "FromImage", "imageReference": {"id": str(source)}}
    return {"location": region, "sku": {"name": "Standard_LRS"}, "properties": {"creationData": creation}}


def network(region: str) -> JsonObject:
    """A virtual network with one subnet, `machines`, that nothing leads to."""
    subnet: Json = {"name": "machines", "properties": {"addressPrefix": "10.0.0.0/29"}}
    return {
        "location": region,
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/29"]}, "subnets": [subnet]},
    }


def interface(region: str, around: ResourceId) -> JsonObject:
    """A network interface in that network."""
    place: JsonObject = {"subnet": {"id": f"{around}/subnets/machines"}, "privateIPAllocationMethod": "Dynamic"}
    return {"location": region, "properties": {"ipConfigurations": [{"name": "machine", "properties": place}]}}


def machine(region: str, source: ResourceId, of: ResourceId, password: str) -> JsonObject:
    """A virtual machine from a managed image. It never starts a system, because there is none on the disk."""
    profile: JsonObject = {"computerName": "selftest", "adminUsername": "selftest", "adminPassword": password}
    return {
        "location": region,
        "properties": {
            "hardwareProfile": {"vmSize": MACHINE_SIZE},
            "storageProfile": {
                "imageReference": {"id": str(source)},
                "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"},
            },
            "osProfile": profile,
            "networkProfile": {"networkInterfaces": [{"id": str(of), "properties": {"primary": True}}]},
        },
    }
