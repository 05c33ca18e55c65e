from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from tests.local_azure.families import GROUP, SUBSCRIPTION, Azure, body_of
from tests.local_azure.virtual_machines.conftest import IMAGE, IMAGE_DEFINITION, definition

SET = f"{GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/pool"
SETS = "Microsoft.Compute/virtualMachineScaleSets"
INSTANCES = f"{SETS}/virtualMachines"
VERSION_ID = f"{IMAGE_DEFINITION}/versions/1.0.0"


def body(image_id: str = IMAGE, capacity: int = 2, mode: str = "Manual") -> Json:
    profile = {
        "osProfile": {"computerNamePrefix": "pool-vm", "adminUsername": "me", "adminPassword": "Canary-1!"},
        "storageProfile": {"imageReference": {"id": image_id}},
        "networkProfile": {"networkInterfaceConfigurations": [{"name": "nic", "properties": {"primary": True}}]},
    }
    return {
        "location": "West US",
        "sku": {"name": "Standard_D5_v2", "tier": "Standard", "capacity": capacity},
        "properties": {"upgradePolicy": {"mode": mode}, "virtualMachineProfile": profile},
    }


def instances(azure: Azure) -> list[Json]:
    return azure.list(INSTANCES, SET)


def image_ids(azure: Azure) -> list[str]:
    return [each["properties"]["storageProfile"]["imageReference"]["id"] for each in instances(azure)]


def put(azure: Azure, sent: Json) -> Json:
    shown = body_of(azure.put(SET, sent))
    azure.done()
    return shown


def test_the_model_names_the_image_under_its_machine_profile(azure: Azure):
    shown = put(azure, body())
    assert shown["sku"]["capacity"] == 2
    properties = shown["properties"]
    assert properties["provisioningState"] == "Creating"
    storage = properties["virtualMachineProfile"]["storageProfile"]
    assert storage["imageReference"] == {"id": IMAGE}
    assert storage["osDisk"] == {
        "osType": "Linux",
        "createOption": "FromImage",
        "caching": "ReadWrite",
        "managedDisk": {"storageAccountType": "Standard_LRS"},
        "diskSizeGB": 30,
    }
    assert "Canary-1!" not in str(azure.world.store.all())


def test_a_profile_of_extensions_shows_a_list_of_them(azure: Azure):
    sent = body()
    sent["properties"]["virtualMachineProfile"]["extensionProfile"] = {"extensionsTimeBudget": "PT1H30M"}
    shown = put(azure, sent)["properties"]["virtualMachineProfile"]
    assert shown["extensionProfile"] == {"extensions": [], "extensionsTimeBudget": "PT1H30M"}


def test_each_instance_has_a_reference_of_its_own(azure: Azure):
    put(azure, body())
    first, second = instances(azure)
    assert (first["name"], first["instanceId"], second["instanceId"]) == ("pool_0", "0", "1")
    assert image_ids(azure) == [IMAGE, IMAGE]
    assert first["properties"]["osProfile"]["computerName"] == "pool-vm000000"
    assert first["properties"]["latestModelApplied"] is True
    assert azure.get(f"{SET}/virtualMachines/1")["name"] == "pool_1"


def test_instances_keep_the_old_image_until_they_are_upgraded(azure: Azure):
    put(azure, body())
    put(azure, body(VERSION_ID))
    reference = azure.get(SET)["properties"]["virtualMachineProfile"]["storageProfile"]["imageReference"]
    assert reference == {"exactVersion": "1.0.0", "id": VERSION_ID}
    assert image_ids(azure) == [IMAGE, IMAGE]
    assert [each["properties"]["latestModelApplied"] for each in instances(azure)] == [False, False]
    azure.post(SET, "manualupgrade", {"instanceIds": ["1"]})
    azure.done()
    assert image_ids(azure) == [IMAGE, VERSION_ID]
    assert [each["properties"]["latestModelApplied"] for each in instances(azure)] == [False, True]


def test_an_automatic_set_upgrades_at_once(azure: Azure):
    put(azure, body(mode="Automatic"))
    put(azure, body(VERSION_ID, mode="Automatic"))
    assert image_ids(azure) == [VERSION_ID, VERSION_ID]


def test_a_set_scales_out_and_in(azure: Azure):
    put(azure, body())
    put(azure, body(capacity=3))
    assert [each["instanceId"] for each in instances(azure)] == ["0", "1", "2"]
    put(azure, body(capacity=1))
    assert [each["instanceId"] for each in instances(azure)] == ["0"]


def test_a_set_whose_image_is_gone_scales_in_and_not_out(azure: Azure):
    put(azure, body())
    image = azure.world.store.get(IMAGE)
    assert image is not None
    azure.world.store.remove(image)
    put(azure, body(capacity=1))
    with pytest.raises(ArmError, match="cannot be found in 'westus' region"):
        azure.put(SET, body(capacity=2))


def test_the_images_demands_are_those_of_machines(azure: Azure):
    definition(azure).properties["purchasePlan"] = {"name": "n", "publisher": "p", "product": "o"}
    with pytest.raises(ArmError, match="VMMarketplaceInvalidInput"):
        azure.put(SET, body(VERSION_ID))
    with pytest.raises(ArmError, match="GalleryImageNotFound"):
        azure.put(SET, {**body(VERSION_ID), "location": "East US"})


def test_a_flexible_set_may_have_no_profile_and_has_no_instances_here(azure: Azure):
    shown = put(azure, {"location": "West US", "properties": {"orchestrationMode": "Flexible"}})
    assert "virtualMachineProfile" not in shown["properties"]
    assert instances(azure) == []


def test_a_patch_of_the_capacity_keeps_the_model(azure: Azure):
    put(azure, body())
    before = azure.get(SET)["properties"]
    azure.patch(SET, {"sku": {"capacity": 3}})
    azure.done()
    assert azure.get(SET)["properties"] == before
    assert len(instances(azure)) == 3


def test_instances_go_with_their_set(azure: Azure):
    put(azure, body())
    [listed] = azure.list(SETS, SUBSCRIPTION)
    assert listed["id"] == SET.replace("/Group/", "/GROUP/")
    assert azure.delete(SET).status == 202
    azure.done()
    assert azure.world.store.get(f"{SET}/virtualMachines/0") is None


@pytest.mark.parametrize("capacity", [-1, 1001, "2", True, 0.5, [1]])
def test_a_capacity_is_a_number_within_the_limit(azure: Azure, capacity: object):
    sent = {**body(), "sku": {"name": "Standard_D5_v2", "capacity": capacity}}
    with pytest.raises(ArmError, match=r"The capacity .* is not a whole number from 0 to 1000"):
        azure.put(SET, sent)
