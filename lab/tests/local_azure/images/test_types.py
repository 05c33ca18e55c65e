from __future__ import annotations

from typing import Any

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from tests.local_azure.families import GROUP, SUBSCRIPTION, Azure, body_of
from tests.local_azure.images.conftest import COMPUTE, DISK, IMAGE, LOCATION, MACHINE, from_disk, from_machine


def with_profile(**storage: Any) -> Json:
    return {"location": LOCATION, "properties": {"storageProfile": storage}}


def properties(azure: Azure, resource_id: str = IMAGE) -> Json:
    return azure.get(resource_id)["properties"]


def test_sizes_appear_when_the_image_is_done(azure: Azure):
    answer = body_of(azure.put(IMAGE, from_machine()))["properties"]
    assert answer["provisioningState"] == "Creating"
    assert answer["storageProfile"]["osDisk"] == {
        "osType": "Linux",
        "osState": "Generalized",
        "managedDisk": {"id": DISK},
        "caching": "ReadWrite",
        "storageAccountType": "Standard_LRS",
    }
    azure.done()
    shown = properties(azure)["storageProfile"]
    assert shown["osDisk"]["diskSizeGB"] == 64
    assert shown["dataDisks"] == [
        {
            "lun": 3,
            "managedDisk": {"id": DISK},
            "caching": "None",
            "storageAccountType": "Premium_LRS",
            "diskSizeGB": 64,
        }
    ]


def test_an_image_of_a_disk_has_its_storage_type_and_no_machine(azure: Azure):
    azure.put(IMAGE, from_disk())
    azure.done()
    shown = properties(azure)
    assert "sourceVirtualMachine" not in shown
    assert shown["storageProfile"]["osDisk"]["storageAccountType"] == "Premium_LRS"
    assert shown["hyperVGeneration"] == "V1"


@pytest.mark.parametrize(("os_type", "size"), [("Windows", 127), ("Linux", 30)])
def test_a_blob_has_the_size_of_a_platform_image_unless_it_is_said(azure: Azure, os_type: str, size: int):
    azure.put(IMAGE, from_disk(osType=os_type, managedDisk=None, blobUri="https://blobs/os"))
    azure.done()
    assert properties(azure)["storageProfile"]["osDisk"]["diskSizeGB"] == size


def test_the_plan_of_the_machine_is_remembered_and_not_shown(azure: Azure):
    azure.put(IMAGE, from_machine())
    azure.done()
    kept = azure.world.store.get(IMAGE)
    assert kept is not None
    assert kept.internal["plan"] == {"name": "plan"}
    assert "plan" not in azure.get(IMAGE)


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"location": LOCATION, "properties": {}}, 400, "Required parameter 'osDisk' is missing"),
        (from_disk(osType=None), 400, "Required parameter 'osDisk.osType' is missing"),
        (from_disk(osState="Broken"), 400, "The value 'Broken' of parameter 'osDisk.osState' is invalid"),
        (from_disk(managedDisk=None), 400, "Required parameter 'osDisk.managedDisk' is missing"),
        (from_disk(managedDisk={"id": f"{COMPUTE}/disks/none"}), 404, "cannot be found"),
        (from_machine(hyperVGeneration="V3"), 400, "The value 'V3'"),
        (from_machine(sourceVirtualMachine={}), 400, "'sourceVirtualMachine.id' is missing"),
        (from_machine(sourceVirtualMachine={"id": f"{MACHINE}2"}), 404, "Source Virtual Machine 'machine2' specified"),
        ({**from_machine(), "location": "eastus"}, 404, "does not exist in this Azure location"),
        ({**from_machine(), "location": None}, 400, "The location property is required"),
    ],
)
def test_what_is_refused(azure: Azure, body: dict[str, Any], status: int, message: str):
    with pytest.raises(ArmError, match=message) as error:
        azure.put(IMAGE, body)
    assert error.value.status == status
    assert azure.world.store.get(IMAGE) is None


@pytest.mark.parametrize("name", ["image.", "-image", "i" * 81])
def test_no_image_names(azure: Azure, name: str):
    with pytest.raises(ArmError, match="The entity name 'imageName' is invalid"):
        azure.put(f"{COMPUTE}/images/{name}", from_disk())


def test_a_machine_has_to_be_generalized(azure: Azure):
    machine = azure.world.store.get(MACHINE)
    assert machine is not None
    machine.internal["generalized"] = False
    with pytest.raises(ArmError, match="not generalized"):
        azure.put(IMAGE, from_machine())


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (from_machine(sourceVirtualMachine={"id": f"{MACHINE}2"}), "sourceVirtualMachine"),
        (from_machine(hyperVGeneration="V2"), "hyperVGeneration"),
        (from_disk(osType="Windows"), "osDisk.osType"),
        (from_disk(managedDisk={"id": f"{DISK}2"}), "osDisk"),
        (with_profile(dataDisks=[]), "dataDisks"),
        (with_profile(dataDisks=[{"lun": 3, "managedDisk": {"id": f"{DISK}2"}}]), "dataDisks"),
        (with_profile(zoneResilient=True), "zoneResilient"),
    ],
)
def test_the_source_is_fixed(azure: Azure, body: dict[str, Any], target: str):
    azure.put(IMAGE, from_machine())
    azure.done()
    with pytest.raises(ArmError) as error:
        azure.put(IMAGE, body)
    assert (error.value.status, error.value.code) == (409, "PropertyChangeNotAllowed")
    assert error.value.target == target


def test_a_put_of_what_is_there_and_a_patch_change_only_tags(azure: Azure):
    azure.put(IMAGE, from_machine())
    azure.done()
    before = azure.get(IMAGE)
    again = azure.put(IMAGE, {**before, "tags": {"a": "b"}})
    assert body_of(again)["properties"]["provisioningState"] == "Updating"
    azure.done()
    assert azure.get(IMAGE) == {**before, "tags": {"a": "b"}}
    azure.patch(IMAGE, {"tags": {"c": "d"}})
    azure.done()
    assert azure.get(IMAGE)["tags"] == {"c": "d"}


def test_images_are_listed_by_group_and_subscription(azure: Azure):
    azure.put(IMAGE, from_machine())
    for scope in (GROUP, SUBSCRIPTION):
        assert [each["id"] for each in azure.list("Microsoft.Compute/images", scope)] == [IMAGE]


@pytest.mark.parametrize(("state", "refused"), [("Creating", True), ("Succeeded", False)])
def test_a_delete_fails_after_all_while_a_machine_is_made_from_the_image(azure: Azure, state: str, refused: bool):
    azure.put(IMAGE, from_machine())
    azure.done()
    reference = {"storageProfile": {"imageReference": {"id": IMAGE.upper()}}}
    azure.world.store.put(
        Resource(f"{MACHINE}2", "Microsoft.Compute/virtualMachines", LOCATION, reference, provisioning_state=state)
    )
    answer = azure.delete(IMAGE)
    assert answer.status == 202
    azure.later(5)
    assert answer.operation is not None
    assert (answer.operation.status == "Failed") is refused
    assert (azure.world.store.get(IMAGE) is not None) is refused
    if refused:
        assert answer.operation.error == {
            "code": "OperationNotAllowed",
            "message": "Operation 'Image Delete' is not allowed since the Virtual Machines 'machine2' are being "
            "provisioned using the Image 'image'.",
        }
        assert properties(azure)["provisioningState"] == "Succeeded"
