from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from tests.local_azure.families import Azure, body_of
from tests.local_azure.virtual_machines.conftest import (
    IMAGE_DEFINITION,
    MACHINE,
    add_version,
    definition,
    machine_body,
)

VERSION_ID = f"{IMAGE_DEFINITION}/versions/1.0.0"


def reference_of(azure: Azure, image_id: str) -> dict[str, str]:
    shown = body_of(azure.put(MACHINE, machine_body(image_id)))
    return shown["properties"]["storageProfile"]["imageReference"]


def test_an_exact_version_is_answered_first_and_brings_its_disks(azure: Azure):
    shown = body_of(azure.put(MACHINE, machine_body(VERSION_ID)))["properties"]["storageProfile"]
    assert list(shown["imageReference"].items()) == [("exactVersion", "1.0.0"), ("id", VERSION_ID)]
    assert [(each["lun"], each["diskSizeGB"]) for each in shown["dataDisks"]] == [(0, 10)]
    azure.done()
    named = azure.get(MACHINE)["properties"]["storageProfile"]
    assert named["osDisk"]["name"].startswith("probe_OsDisk_1_")
    assert named["dataDisks"][0]["name"].startswith("probe_lun_0_2_")
    disk = azure.get(named["osDisk"]["managedDisk"]["id"])["properties"]
    assert disk["hyperVGeneration"] == "V2"
    assert disk["creationData"]["galleryImageReference"] == {"id": VERSION_ID}


@pytest.mark.parametrize("region", ["East US", "North Europe"])
def test_a_region_without_a_completed_replica_is_refused_in_the_recorded_words(azure: Azure, region: str):
    with pytest.raises(ArmError) as refused:
        azure.put(MACHINE, {**machine_body(VERSION_ID), "location": region})
    assert (refused.value.status, refused.value.code) == (404, "GalleryImageNotFound")
    short = region.replace(" ", "").lower()
    assert refused.value.message == (
        f"The gallery image {VERSION_ID} is not available in {short} region. Please contact image owner to replicate "
        "to this region, or change your requested region."
    )


def test_a_definition_means_its_highest_version_here(azure: Azure):
    add_version(azure, "1.10.0", {"westus": "Completed"})
    add_version(azure, "1.9.0", {"westus": "Completed"})
    add_version(azure, "2.0.0", {"eastus": "Completed"})
    add_version(azure, "3.0.0", {"westus": "Completed"}, excludeFromLatest=True)
    add_version(azure, "4.0.0", {"westus": "Completed"}, targetRegions=[{"name": "West US", "excludeFromLatest": True}])
    assert reference_of(azure, IMAGE_DEFINITION) == {"exactVersion": "1.10.0", "id": IMAGE_DEFINITION}


def test_an_excluded_version_can_be_named(azure: Azure):
    excluded = add_version(azure, "3.0.0", {"westus": "Completed"}, excludeFromLatest=True)
    assert reference_of(azure, excluded)["exactVersion"] == "3.0.0"


def test_a_version_that_is_still_being_made_cannot_be_used(azure: Azure):
    version = azure.world.store.get(VERSION_ID)
    assert version is not None
    version.provisioning_state = "Creating"
    with pytest.raises(ArmError, match="GalleryImageNotFound"):
        azure.put(MACHINE, machine_body(VERSION_ID))


def test_the_definitions_plan_must_be_given_and_be_the_same(azure: Azure):
    plan = {"name": "n", "publisher": "p", "product": "o"}
    definition(azure).properties["purchasePlan"] = plan
    with pytest.raises(ArmError, match="VMMarketplaceInvalidInput") as refused:
        azure.put(MACHINE, machine_body(VERSION_ID))
    assert f"requires Plan information in the request. VM: '{MACHINE}'." in refused.value.message
    with pytest.raises(ArmError, match="MarketplacePurchaseEligibilityFailed"):
        azure.put(MACHINE, {**machine_body(VERSION_ID), "plan": {**plan, "product": "other"}})
    assert body_of(azure.put(MACHINE, {**machine_body(VERSION_ID), "plan": plan}))["plan"] == plan


def test_trusted_launch_must_be_asked_for_where_it_is_demanded(azure: Azure):
    definition(azure).properties["features"] = [{"name": "SecurityType", "value": "TrustedLaunch"}]
    with pytest.raises(ArmError, match="'TrustedLaunch' security type"):
        azure.put(MACHINE, machine_body(VERSION_ID))
    body = machine_body(VERSION_ID, securityProfile={"securityType": "TrustedLaunch"})
    assert azure.put(MACHINE, body).status == 201


def test_trusted_launch_that_is_only_supported_demands_nothing(azure: Azure):
    definition(azure).properties["features"] = [{"name": "SecurityType", "value": "TrustedLaunchSupported"}]
    assert azure.put(MACHINE, machine_body(VERSION_ID)).status == 201


def test_a_specialized_image_forbids_a_profile_and_a_generalized_one_demands_it(azure: Azure):
    without = machine_body(VERSION_ID)
    del without["properties"]["osProfile"]
    with pytest.raises(ArmError, match=r"Required parameter 'osProfile' is missing \(null\)"):
        azure.put(MACHINE, without)
    definition(azure).properties["osState"] = "Specialized"
    with pytest.raises(ArmError, match="Parameter 'osProfile' is not allowed"):
        azure.put(MACHINE, machine_body(VERSION_ID))
    assert azure.put(MACHINE, without).status == 201
