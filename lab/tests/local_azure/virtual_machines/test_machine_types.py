from __future__ import annotations

import json

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource_type import Principal
from local_azure.authorization.assignments import grant
from tests.local_azure.families import GROUP, SUBSCRIPTION, Azure, body_of
from tests.local_azure.virtual_machines.conftest import IMAGE, INTERFACE, MACHINE, machine_body

DISKS = "Microsoft.Compute/disks"


def made(azure: Azure, body: Json | None = None) -> Json:
    azure.put(MACHINE, body or machine_body())
    azure.done()
    return azure.get(MACHINE)


def test_a_machine_from_a_managed_image_gets_its_disks_in_the_images_order(azure: Azure):
    accepted = azure.put(MACHINE, machine_body())
    assert accepted.status == 201
    assert accepted.headers == {"ETag": '"1"'}
    shown = body_of(accepted)["properties"]
    assert shown["provisioningState"] == "Creating"
    profile = shown["storageProfile"]
    assert profile["imageReference"] == {"id": IMAGE}
    assert profile["osDisk"] == {
        "osType": "Linux",
        "createOption": "FromImage",
        "caching": "ReadWrite",
        "managedDisk": {"storageAccountType": "Premium_LRS"},
        "deleteOption": "Detach",
        "diskSizeGB": 30,
    }
    assert [(each["lun"], each["diskSizeGB"]) for each in profile["dataDisks"]] == [(2, 150), (0, 150)]


def test_disks_exist_and_are_named_once_the_machine_is_done(azure: Azure):
    profile = made(azure)["properties"]["storageProfile"]
    assert profile["osDisk"]["name"].startswith("probe_disk1_")
    assert [each["name"].rsplit("_", 1)[0] for each in profile["dataDisks"]] == ["probe_disk2", "probe_disk3"]
    disk = azure.get(profile["osDisk"]["managedDisk"]["id"])
    assert disk["managedBy"] == MACHINE
    assert disk["properties"]["diskState"] == "Attached"
    assert disk["properties"]["creationData"] == {"createOption": "FromImage", "imageReference": {"id": IMAGE}}


def test_passwords_are_neither_kept_nor_answered(azure: Azure):
    shown = made(azure)
    kept = [each.to_json() for each in azure.world.store.all()]
    assert "Canary-1!" not in json.dumps([shown, kept])
    assert shown["properties"]["osProfile"]["linuxConfiguration"]["provisionVMAgent"] is True


def test_an_image_of_another_region_is_refused_in_the_recorded_words(azure: Azure):
    with pytest.raises(ArmError) as refused:
        azure.put(MACHINE, {**machine_body(), "location": "East US"})
    assert (refused.value.status, refused.value.code) == (404, "NotFound")
    assert refused.value.message == f"The Image '{IMAGE}' cannot be found in 'eastus' region."
    assert azure.world.store.get(MACHINE) is None


def test_the_machine_is_creating_from_its_image_until_it_is_done(azure: Azure):
    azure.put(MACHINE, machine_body())
    machine = azure.world.store.get(MACHINE)
    assert machine is not None
    assert machine.provisioning_state == "Creating"
    assert machine.properties["storageProfile"]["imageReference"]["id"] == IMAGE
    azure.done()
    assert machine.provisioning_state == "Succeeded"


def test_an_interface_belongs_to_one_machine(azure: Azure):
    made(azure)
    with pytest.raises(ArmError, match="NicInUse"):
        azure.put(f"{MACHINE}2", machine_body())
    interface = azure.world.store.get(INTERFACE)
    assert interface is not None
    assert interface.internal["virtual_machine"] == MACHINE
    assert interface.internal["mac_address"] == "00-0D-3A-AB-CD-EF"


def test_an_ephemeral_disk_is_shown_as_one(azure: Azure):
    local = {"createOption": "FromImage", "caching": "ReadOnly", "diffDiskSettings": {"option": "Local"}}
    shown = made(azure, machine_body(storageProfile={"imageReference": {"id": IMAGE}, "osDisk": local}))
    assert shown["properties"]["storageProfile"]["osDisk"]["diffDiskSettings"] == {"option": "Local"}


def test_a_missing_interface_is_refused(azure: Azure):
    interfaces = {"networkInterfaces": [{"id": f"{INTERFACE}2"}]}
    with pytest.raises(ArmError, match="InvalidResourceReference"):
        azure.put(MACHINE, machine_body(networkProfile=interfaces))


def test_delete_takes_what_is_marked_delete_and_leaves_the_rest(azure: Azure):
    storage = {
        "imageReference": {"id": IMAGE},
        "osDisk": {"createOption": "FromImage", "deleteOption": "Delete"},
        "dataDisks": [{"lun": 0, "createOption": "FromImage", "deleteOption": "Delete"}],
    }
    made(azure, machine_body(storageProfile=storage))
    assert len(azure.list(DISKS)) == 3
    deleted = azure.delete(MACHINE)
    assert deleted.status == 202
    azure.done()
    left = azure.list(DISKS)
    assert [each["properties"]["diskState"] for each in left] == ["Unattached"]
    assert "managedBy" not in left[0]
    interface = azure.world.store.get(INTERFACE)
    assert interface is not None
    assert "virtual_machine" not in interface.internal
    assert azure.delete(MACHINE).status == 204


def test_an_interface_marked_delete_goes_with_its_machine(azure: Azure):
    interfaces = {"networkInterfaces": [{"id": INTERFACE, "properties": {"deleteOption": "Delete"}}]}
    made(azure, machine_body(networkProfile=interfaces))
    azure.delete(MACHINE)
    azure.done()
    assert azure.world.store.get(INTERFACE) is None


def test_an_update_keeps_identity_disks_and_names(azure: Azure):
    before = made(azure)
    again = azure.put(MACHINE, {**machine_body(), "tags": {"a": "b"}})
    assert again.status == 200
    assert body_of(again)["properties"]["provisioningState"] == "Updating"
    azure.done()
    after = azure.get(MACHINE)
    assert after["properties"] == before["properties"]
    assert (before["etag"], after["etag"]) == ('"1"', '"2"')
    assert len(azure.list(DISKS)) == 3


def test_a_patch_of_tags_changes_nothing_else(azure: Azure):
    before = made(azure)
    azure.patch(MACHINE, {"tags": {"a": "b"}})
    azure.done()
    after = azure.get(MACHINE)
    assert after["tags"] == {"a": "b"}
    assert after["properties"] == before["properties"]


@pytest.mark.parametrize(
    "change",
    [
        {"storageProfile": {"imageReference": {"id": IMAGE + "2"}}},
        {"osProfile": {"computerName": "other", "adminUsername": "me", "adminPassword": "x"}},
    ],
)
def test_image_and_names_are_fixed(azure: Azure, change: Json):
    made(azure)
    with pytest.raises(ArmError, match="PropertyChangeNotAllowed"):
        azure.put(MACHINE, machine_body(**change))


def test_a_machine_around_an_attached_disk_has_no_image(azure: Azure):
    profile = made(azure)["properties"]["storageProfile"]
    os_disk = profile["osDisk"]["managedDisk"]["id"]
    azure.delete(MACHINE)
    azure.done()
    attach = {"osDisk": {"createOption": "Attach", "osType": "Linux", "managedDisk": {"id": os_disk}}}
    body = machine_body(storageProfile=attach)
    with pytest.raises(ArmError, match="osProfile"):
        azure.put(MACHINE, body)
    del body["properties"]["osProfile"]
    shown = made(azure, body)["properties"]["storageProfile"]
    assert "imageReference" not in shown
    assert shown["osDisk"]["managedDisk"]["id"] == os_disk
    assert azure.get(os_disk)["managedBy"] == MACHINE


def test_the_group_is_in_upper_case_in_a_subscriptions_list_only(azure: Azure):
    made(azure)
    [listed] = azure.list("Microsoft.Compute/virtualMachines", SUBSCRIPTION)
    assert listed["id"] == MACHINE.replace("/Group/", "/GROUP/")
    [of_group] = azure.list("Microsoft.Compute/virtualMachines", GROUP)
    assert of_group["id"] == MACHINE


@pytest.mark.parametrize(
    ("api_version", "has_time", "has_etag", "has_option"),
    [("2019-07-01", False, False, False), ("2022-03-01", True, False, True), ("2024-07-01", True, True, True)],
)
def test_older_api_versions_show_less(azure: Azure, api_version: str, has_time: bool, has_etag: bool, has_option: bool):
    made(azure)
    azure.api_version = api_version
    shown = azure.get(MACHINE)
    assert ("timeCreated" in shown["properties"]) is has_time
    assert ("etag" in shown) is has_etag
    assert ("deleteOption" in shown["properties"]["storageProfile"]["osDisk"]) is has_option


def test_a_marketplace_machine_shows_its_exact_version(azure: Azure):
    urn = {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "18.04-LTS", "version": "latest"}
    shown = made(azure, machine_body(storageProfile={"imageReference": urn}))
    assert shown["properties"]["storageProfile"]["imageReference"] == {**urn, "exactVersion": "18.04.202207120"}
    with pytest.raises(ArmError, match="PlatformImageNotFound.*Canonical:UbuntuServer:99:latest"):
        azure.put(f"{MACHINE}2", machine_body(storageProfile={"imageReference": {**urn, "sku": "99"}}))


def test_using_image_and_interface_needs_permissions_of_their_own(azure: Azure):
    azure.principal = Principal("client", "object")
    with pytest.raises(ArmError, match="networkInterfaces/join/action"):
        azure.put(MACHINE, machine_body())
    grant(azure.world, "object", "Virtual Machine Contributor", GROUP)
    with pytest.raises(ArmError, match="Microsoft.Compute/images/read"):
        azure.put(MACHINE, machine_body())
    grant(azure.world, "object", "Reader", GROUP)
    assert azure.put(MACHINE, machine_body()).status == 201
