"""ARM bodies in the shapes of real traffic, and the subject that they satisfy.

Shapes and values:

    lab/tests/recorded/facts/cli_2024-07-01_managed_image_create_from_vm.jsonl
    lab/tests/recorded/facts/cli_2021-10-01_definition_create.jsonl
    lab/tests/recorded/facts/cli_2024-03-03_version_create_from_managed_image.jsonl
    lab/tests/recorded/facts/net_2019-12-01_version_create_from_managed_image.jsonl (replicationStatus)
    lab/tests/recorded/facts/net_2019-07-01_vm_list_subscription.jsonl (upper-case group in lists)
    lab/tests/recorded/facts/java_2021-11-01_vmss_from_managed_image.jsonl
    lab/tests/recorded/facts/cli_2016-09-01_vnet_and_lock.jsonl

Every function answers a new object, so that a test may change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.resource_ids import ResourceId, definition_id, gallery_id, image_id, version_id
from managed_image_to_gallery.gate.adopted import adopted_now
from managed_image_to_gallery.gate.boot_test import BootTest, TestMachine
from managed_image_to_gallery.gate.subject import GateSubject

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

SUBSCRIPTION = "e37510d7-33b6-4676-886f-ee75bcc01871"
OTHER_SUBSCRIPTION = "24fb23e3-6ba3-41f0-9b6e-e41131d5d61e"
IMAGE = image_id(SUBSCRIPTION, "myResourceGroup", "myImage")
GALLERY = gallery_id(SUBSCRIPTION, "myResourceGroup", "myGallery")
DEFINITION = definition_id(GALLERY, "myImageDefinition")
VERSION = version_id(DEFINITION, "1.0.0")
COMPUTE = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Compute"
IMAGE_CREATED = "2019-01-01T00:00:00.1234567Z"
"""When the image of these bodies was made, as Resource Manager spells it: before its version was published."""
LOCKS = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/locks"


def image_body() -> JsonObject:
    group = IMAGE.resource_group_id
    return {
        "name": "myImage",
        "id": str(IMAGE),
        "type": "Microsoft.Compute/images",
        "location": "eastus2",
        "tags": {},
        "properties": {
            "sourceVirtualMachine": {"id": f"{group}/providers/Microsoft.Compute/virtualMachines/vm1"},
            "storageProfile": {
                "osDisk": {
                    "osType": "Linux",
                    "osState": "Generalized",
                    "diskSizeGB": 30,
                    "managedDisk": {"id": f"{group}/providers/Microsoft.Compute/disks/vm1_OsDisk_1"},
                    "caching": "ReadWrite",
                    "storageAccountType": "Premium_LRS",
                },
                "dataDisks": [
                    {
                        "lun": 0,
                        "diskSizeGB": 10,
                        "managedDisk": {"id": f"{group}/providers/Microsoft.Compute/disks/vm1_disk2"},
                        "caching": "None",
                        "storageAccountType": "Premium_LRS",
                    }
                ],
            },
            "provisioningState": "Succeeded",
            "hyperVGeneration": "V1",
        },
    }


def gallery_body() -> JsonObject:
    return {
        "name": "myGallery",
        "id": str(GALLERY),
        "type": "Microsoft.Compute/galleries",
        "location": "eastus2",
        "properties": {
            "identifier": {"uniqueName": f"{SUBSCRIPTION}-MYGALLERY"},
            "provisioningState": "Succeeded",
        },
    }


def definition_body() -> JsonObject:
    return {
        "name": "myImageDefinition",
        "id": str(DEFINITION),
        "type": "Microsoft.Compute/galleries/images",
        "location": "eastus2",
        "properties": {
            "hyperVGeneration": "V1",
            "architecture": "x64",
            "osType": "Linux",
            "osState": "Generalized",
            "identifier": {"publisher": "myPublisher", "offer": "myOffer", "sku": "mySKU"},
            "provisioningState": "Succeeded",
        },
    }


def version_body() -> JsonObject:
    return {
        "name": "1.0.0",
        "id": str(VERSION),
        "type": "Microsoft.Compute/galleries/images/versions",
        "location": "eastus2",
        "properties": {
            "publishingProfile": {
                "targetRegions": [
                    {"name": "East US 2", "regionalReplicaCount": 1, "storageAccountType": "Standard_LRS"},
                    {"name": "West US 2", "regionalReplicaCount": 2, "storageAccountType": "Standard_LRS"},
                ],
                "replicaCount": 1,
                "excludeFromLatest": False,
                "publishedDate": "2021-03-22T22:57:57.9468865+00:00",
                "endOfLifeDate": "2030-12-31T00:00:00+00:00",
                "storageAccountType": "Standard_LRS",
            },
            "storageProfile": {
                "source": {"id": str(IMAGE).replace("myResourceGroup", "MYRESOURCEGROUP")},
                "osDiskImage": {"sizeInGB": 30, "hostCaching": "ReadWrite", "source": {}},
                "dataDiskImages": [{"lun": 0, "sizeInGB": 10, "hostCaching": "None"}],
            },
            "safetyProfile": {"reportedForPolicyViolation": False, "allowDeletionOfReplicatedLocations": False},
            "validationsProfile": {"validationOperationStatus": "NotExecuted"},
            "provisioningState": "Succeeded",
            "replicationStatus": {
                "aggregatedState": "Completed",
                "summary": [
                    {"region": "eastus2", "state": "Completed", "progress": 100},
                    {"region": "westus2", "state": "Completed", "progress": 100},
                ],
            },
        },
    }


def virtual_machine_body(image: str | None) -> JsonObject:
    reference: JsonObject = {} if image is None else {"imageReference": {"id": image}}
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/WORKLOADS"
    return {
        "name": "vm4886",
        "id": f"{group}/providers/Microsoft.Compute/virtualMachines/vm4886",
        "location": "southeastasia",
        "properties": {"storageProfile": {**reference, "dataDisks": []}, "provisioningState": "Succeeded"},
    }


def scale_set_body(image: str) -> JsonObject:
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/WORKLOADS"
    profile: JsonObject = {"storageProfile": {"imageReference": {"id": image}}}
    return {
        "name": "vmss15252",
        "id": f"{group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss15252",
        "location": "eastus",
        "properties": {"virtualMachineProfile": profile},
    }


def scale_set_instance_body(image: str, number: int = 0) -> JsonObject:
    group = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/WORKLOADS"
    return {
        "name": f"vmss15252_{number}",
        "id": f"{group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss15252/virtualMachines/{number}",
        "location": "eastus",
        "properties": {"latestModelApplied": False, "storageProfile": {"imageReference": {"id": image}}},
    }


def disk_body(image: str, held_by: str | None = None) -> JsonObject:
    creation: JsonObject = {"createOption": "FromImage", "imageReference": {"id": image}}
    return {
        "name": "disk",
        "id": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/WORKLOADS/providers/Microsoft.Compute/disks/disk",
        "location": "southeastasia",
        "properties": {"creationData": creation},
        **({} if held_by is None else {"managedBy": held_by}),
    }


def image_template_body(source: str, *distributed: str) -> JsonObject:
    group = f"/subscriptions/{SUBSCRIPTION}/resourcegroups/workloads"
    targets: list[Json] = [{"type": "ManagedImage", "imageId": one, "runOutputName": "o"} for one in distributed]
    return {
        "id": f"{group}/providers/Microsoft.VirtualMachineImages/imageTemplates/template",
        "location": "westus2",
        "properties": {"source": {"type": "ManagedImage", "imageId": source}, "distribute": targets},
    }


def boot_machine_body(machine: ResourceId, region: str) -> JsonObject:
    """A machine of a boot test that came up, with its instance view.

    Source: lab/tests/recorded/facts/cli_2019-03-01_vm_get_instance_view.jsonl.
    """
    return {
        "name": machine.name,
        "id": str(machine),
        "location": region,
        "properties": {
            "storageProfile": {"imageReference": {"id": str(VERSION), "exactVersion": "1.0.0"}},
            "provisioningState": "Succeeded",
            "timeCreated": "2021-03-23T08:00:00.1234567+00:00",
            "instanceView": {
                "vmAgent": {"statuses": [{"code": "ProvisioningState/succeeded", "displayStatus": "Ready"}]},
                "statuses": [
                    {"code": "ProvisioningState/succeeded", "displayStatus": "Provisioning succeeded"},
                    {"code": "PowerState/running", "displayStatus": "VM running"},
                ],
            },
        },
    }


def probe_body(command: ResourceId) -> JsonObject:
    """A run command that printed what it should (lab/tests/recorded/facts/cli_2022-03-01_managed_run_command.jsonl)."""
    return {
        "name": command.name,
        "id": str(command),
        "location": "eastus2",
        "properties": {
            "provisioningState": "Succeeded",
            "instanceView": {"exitCode": 0, "executionState": "Succeeded", "output": "it is up\n", "error": ""},
        },
    }


def lock_body(scope: str, level: str = "CanNotDelete") -> JsonObject:
    return {
        "properties": {"level": level, "notes": ""},
        "id": f"{scope}/providers/Microsoft.Authorization/locks/keep",
        "type": "Microsoft.Authorization/locks",
        "name": "keep",
    }


def page(*items: JsonObject) -> JsonObject:
    return {"value": list(items)}


def error_body(code: str, message: str) -> JsonObject:
    return {"error": {"code": code, "message": message}}


NOT_FOUND = error_body("ResourceNotFound", "The Resource 'Microsoft.Compute/images/x' was not found.")


def changed(body: JsonObject, value: Json, *path: str) -> JsonObject:
    """The body with another value at a path; None takes the member away."""
    inner = body
    for key in path[:-1]:
        inner = cast("JsonObject", inner[key])
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return body


def subject() -> GateSubject:
    """What the bodies above satisfy."""
    return GateSubject(
        migration="myImageDefinition-1.0.0",
        source_id=IMAGE,
        version_id=VERSION,
        definition_id=DEFINITION,
        gallery_id=GALLERY,
        target_regions=("eastus2", "westus2"),
        replica_counts={"eastus2": 1, "westus2": 2},
        adopted=adopted_now(wire.managed_image(image_body()), str(IMAGE)),
    )


def boot_machine(region: str, zone: str = "") -> TestMachine:
    """The machine of a boot test in a region."""
    name = f"boot-test-{region}{zone}"
    machine = ResourceId(SUBSCRIPTION, "myResourceGroup", "Microsoft.Compute", ("virtualMachines",), (name,))
    return TestMachine(machine, region, zone)


def boot_test() -> BootTest:
    """A boot test in both regions, in one of them in a zone."""
    return BootTest((boot_machine("eastus2"), boot_machine("westus2", "1")), "it is up", "probe digest")
