"""A version's life: creation, what is kept by an update, what changes, deletion."""

from __future__ import annotations

from typing import Any

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource_type import Principal
from local_azure.authorization.assignments import grant
from tests.local_azure.families import body_of
from tests.local_azure.galleries.conftest import (
    COMPUTE,
    DEFINITION,
    IMAGE,
    LOCATION,
    VERSION,
    GalleryAzure,
    refusal,
    regions,
)

SECOND = f"{DEFINITION}/versions/1.0.1"


def test_a_new_version_knows_its_source_and_not_yet_its_disks(azure: GalleryAzure):
    answer = azure.put_version()
    assert answer.status == 201
    shown = body_of(answer)["properties"]
    assert shown["storageProfile"] == {"source": {"id": IMAGE}}
    assert shown["provisioningState"] == "Creating"
    assert shown["publishingProfile"]["targetRegions"] == [
        {"name": "West US 2", "regionalReplicaCount": 1, "storageAccountType": "Standard_LRS"}
    ]


def test_a_replicated_version_shows_the_disks_of_its_source(azure: GalleryAzure):
    assert azure.publish()["storageProfile"]["osDiskImage"] == {"sizeInGB": 40, "hostCaching": "None", "source": {}}


def test_an_update_without_source_keeps_it_and_the_list_of_regions_is_the_whole_list(azure: GalleryAzure):
    before = azure.publish()
    azure.put_version(source=None, targetRegions=regions("eastus2", "westus2"), replicaCount=2)
    azure.done()
    after = azure.properties(VERSION)
    assert after["storageProfile"] == before["storageProfile"]
    assert [each["name"] for each in after["publishingProfile"]["targetRegions"]] == ["East US 2", "West US 2"]
    assert after["publishingProfile"]["targetRegions"][1]["regionalReplicaCount"] == 2
    assert after["publishingProfile"]["publishedDate"] == before["publishingProfile"]["publishedDate"]


@pytest.mark.parametrize("publishing", [{}, {"targetRegions": []}, {"targetRegions": None, "excludeFromLatest": True}])
def test_regions_that_are_not_sent_are_kept(azure: GalleryAzure, publishing: dict[str, Any]):
    azure.publish(targetRegions=regions("westus2", "eastus"), endOfLifeDate="2030-01-01T00:00:00Z")
    azure.put_version(source=None, **publishing)
    azure.done()
    shown = azure.properties(VERSION)["publishingProfile"]
    assert [each["name"] for each in shown["targetRegions"]] == ["West US 2", "East US"]
    assert shown["endOfLifeDate"] == "2030-01-01T00:00:00+00:00"
    assert shown["excludeFromLatest"] is bool(publishing.get("excludeFromLatest"))


def test_the_old_source_may_be_sent_again_when_it_is_gone(azure: GalleryAzure):
    azure.publish()
    azure.delete(IMAGE)
    azure.done()
    azure.put_version(source=IMAGE.upper().replace("/SUBSCRIPTIONS/S/", "/subscriptions/s/"), excludeFromLatest=True)
    azure.done()
    shown = azure.properties(VERSION)
    assert shown["provisioningState"] == "Succeeded"
    assert shown["storageProfile"]["source"]["id"] == IMAGE


def test_another_source_is_refused(azure: GalleryAzure):
    azure.publish()
    azure.put_image(f"{COMPUTE}/images/other")
    with pytest.raises(ArmError) as error:
        azure.put_version(source=f"{COMPUTE}/images/other")
    assert refusal(error) == (409, "PropertyChangeNotAllowed")
    assert error.value.target == "galleryImageVersion.properties.storageProfile.source.id"


@pytest.mark.parametrize(
    ("safety", "refused"),
    [
        ({"allowDeletionOfReplicatedLocations": False}, True),
        ({"allowDeletionOfReplicatedLocations": True}, False),
        (None, False),
    ],
)
def test_leaving_out_a_region(azure: GalleryAzure, safety: dict[str, Any] | None, refused: bool):
    azure.publish(targetRegions=regions("westus2", "eastus"))
    if refused:
        with pytest.raises(ArmError, match="type 'GalleryImageVersion'. Deletion of previously replicated") as error:
            azure.put_version(safety=safety, targetRegions=regions("West US 2"))
        assert refusal(error) == (400, "BadRequest")
        return
    azure.put_version(safety=safety, targetRegions=regions("West US 2"))
    azure.done()
    status = azure.properties(VERSION, expand="ReplicationStatus")["replicationStatus"]
    assert [each["region"] for each in status["summary"]] == ["westus2"]


def test_a_patch_merges_and_the_kept_flag_counts(azure: GalleryAzure):
    azure.publish(targetRegions=regions("westus2", "eastus"))
    azure.patch(VERSION, {"properties": {"publishingProfile": {"excludeFromLatest": True}}})
    azure.done()
    assert azure.properties(VERSION)["publishingProfile"]["excludeFromLatest"] is True
    with pytest.raises(ArmError, match="Complete set of target locations"):
        azure.patch(VERSION, {"properties": {"publishingProfile": {"targetRegions": regions("westus2")}}})


def test_one_write_at_a_time(azure: GalleryAzure):
    azure.put_version()
    with pytest.raises(ArmError, match="while its provisioning state is 'Creating'"):
        azure.put_version(source=None, excludeFromLatest=True)
    azure.done()
    azure.put_version(source=None, excludeFromLatest=True)
    with pytest.raises(ArmError, match="'Updating'"):
        azure.patch(VERSION, {"tags": {"a": "b"}})


def test_one_version_at_a_time_from_one_source(azure: GalleryAzure):
    azure.put_version()
    with pytest.raises(ArmError, match="Too many requests on source") as error:
        azure.put_version(SECOND)
    assert refusal(error) == (409, "Conflict")
    azure.done()
    assert azure.put_version(SECOND).status == 201


@pytest.mark.parametrize("source", [f"{COMPUTE}/images/none", f"{COMPUTE}/images/elsewhere"])
def test_a_missing_source_and_one_of_another_region_are_told_alike(azure: GalleryAzure, source: str):
    os_disk = {"osType": "Windows", "osState": "Generalized", "blobUri": "https://blobs/os"}
    azure.put(
        f"{COMPUTE}/images/elsewhere", {"location": "eastus", "properties": {"storageProfile": {"osDisk": os_disk}}}
    )
    azure.done()
    with pytest.raises(ArmError) as error:
        azure.put_version(source=source)
    assert error.value.message == (
        f"Source {source} is not found. Please check source exists, and is in the same region as gallery image version "
        "being created."
    )


def test_the_caller_has_to_be_allowed_to_read_the_source(azure: GalleryAzure):
    azure.principal = Principal("client", "someone")
    with pytest.raises(ArmError) as error:
        azure.put_version()
    assert refusal(error) == (403, "LinkedAuthorizationFailed")
    assert "'Microsoft.Compute/images/read'" in error.value.message
    grant(azure.world, "someone", "Reader", IMAGE)
    assert azure.put_version().status == 201


def test_a_source_has_to_be_there(azure: GalleryAzure):
    with pytest.raises(ArmError, match="storageProfile' is missing"):
        azure.put_version(source=None)


def test_a_source_for_all_and_sources_for_disks_exclude_each_other(azure: GalleryAzure):
    profile = {"source": {"id": IMAGE}, "osDiskImage": {"source": {"id": f"{COMPUTE}/snapshots/s"}}}
    with pytest.raises(ArmError, match="either directly under storageProfile or within"):
        azure.put(VERSION, {"location": LOCATION, "properties": {"storageProfile": profile}})


def test_a_machine_of_another_subscription_is_named_otherwise(azure: GalleryAzure):
    machine = "/subscriptions/other/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm"
    with pytest.raises(ArmError, match="cross subscription source"):
        azure.put_version(source=machine)


def test_members_that_came_with_a_later_api_version(azure: GalleryAzure):
    azure.api_version = "2021-07-01"
    with pytest.raises(ArmError) as error:
        azure.put_version(safety={"allowDeletionOfReplicatedLocations": False})
    assert error.value.message == "Parameter 'galleryImageVersion.properties.safetyProfile' is not allowed."


@pytest.mark.parametrize(
    ("api_version", "shown"),
    [
        ("2021-07-01", []),
        ("2022-03-03", ["safetyProfile"]),
        ("2024-03-03", ["safetyProfile", "validationsProfile"]),
    ],
)
def test_profiles_are_shown_as_the_api_version_knows_them(azure: GalleryAzure, api_version: str, shown: list[str]):
    azure.publish()
    azure.api_version = api_version
    assert [each for each in azure.properties(VERSION) if each in ("safetyProfile", "validationsProfile")] == shown


def test_the_validations_profile_is_absent_while_a_version_is_updated(azure: GalleryAzure):
    azure.publish()
    answer = azure.put_version(source=None, excludeFromLatest=True)
    assert "validationsProfile" not in body_of(answer)["properties"]
    azure.done()
    assert azure.properties(VERSION)["validationsProfile"] == {"validationOperationStatus": "NotExecuted"}


def test_2026_03_03_ends_a_version_after_six_months_and_blocks_its_deletion(azure: GalleryAzure):
    azure.api_version = "2026-03-03"
    azure.publish()
    shown = azure.properties(VERSION)
    assert shown["publishingProfile"]["endOfLifeDate"].startswith("2024-05-14T")
    assert shown["safetyProfile"]["blockDeletionBeforeEndOfLife"] is True
    with pytest.raises(ArmError, match="cannot be deleted before its end of life") as error:
        azure.delete(VERSION)
    assert error.value.status == 409
    azure.put_version(source=None, safety={"blockDeletionBeforeEndOfLife": False})
    azure.done()
    assert azure.delete(VERSION).status == 202


def test_a_blocked_version_can_be_deleted_after_its_end_of_life(azure: GalleryAzure):
    azure.publish(endOfLifeDate="2023-12-01", safety={"blockDeletionBeforeEndOfLife": True})
    azure.later(30 * 86_400)
    assert azure.delete(VERSION).status == 202


def test_2025_03_03_prefers_zone_redundant_storage_where_there_are_zones(azure: GalleryAzure):
    azure.api_version = "2025-03-03"
    shown = azure.publish(targetRegions=regions("westus2", "westcentralus"))["publishingProfile"]
    assert shown["storageAccountStrategy"] == "PreferStandard_ZRS"
    assert [each["storageAccountType"] for each in shown["targetRegions"]] == ["Standard_ZRS", "Standard_LRS"]


@pytest.mark.parametrize("api_version", ["2024-03-03", "2025-03-03", "2026-03-03"])
@pytest.mark.parametrize("reader", ["2024-03-03", "2026-03-03"])
def test_what_is_read_can_be_written_back(azure: GalleryAzure, api_version: str, reader: str):
    azure.api_version = api_version
    azure.publish(targetRegions=regions("westus2", "westcentralus"))
    azure.api_version = reader
    before = azure.get(VERSION)
    azure.put(VERSION, before)
    azure.done()
    assert azure.get(VERSION) == before


def test_a_deleted_version_is_gone_after_a_minute_and_a_half(azure: GalleryAzure):
    azure.publish()
    answer = azure.delete(VERSION)
    assert azure.properties(VERSION)["provisioningState"] == "Deleting"
    azure.later(89)
    assert azure.world.store.get(VERSION) is not None
    azure.later(2)
    assert azure.world.store.get(VERSION) is None
    assert answer.operation is not None
    assert answer.operation.status == "Succeeded"
    assert azure.delete(VERSION).status == 204


def test_a_version_can_be_deleted_while_it_is_made(azure: GalleryAzure):
    answer = azure.put_version()
    azure.later(400)
    azure.delete(VERSION)
    azure.later(85)
    assert azure.properties(VERSION)["provisioningState"] == "Deleting"
    azure.done()
    assert azure.world.store.get(VERSION) is None
    assert answer.operation is not None
    assert not answer.operation.running


def test_what_azure_says_against_a_version_stays_through_updates(azure: GalleryAzure):
    azure.publish()
    version = azure.resource(VERSION)
    violations = [{"category": "Other", "details": "reported"}]
    version.properties["safetyProfile"] |= {"reportedForPolicyViolation": True, "policyViolations": violations}
    version.properties["validationsProfile"] = {"executedValidations": [{"type": "TrustedLaunch", "status": "Failed"}]}
    azure.world.store.put(version)
    azure.put_version(source=None, safety={"blockDeletionBeforeEndOfLife": True, "reportedForPolicyViolation": False})
    azure.done()
    shown = azure.properties(VERSION)
    assert shown["safetyProfile"]["reportedForPolicyViolation"] is True
    assert shown["safetyProfile"]["policyViolations"] == violations
    assert shown["safetyProfile"]["blockDeletionBeforeEndOfLife"] is True
    assert shown["validationsProfile"] == {
        "validationOperationStatus": "NotExecuted",
        "executedValidations": [{"type": "TrustedLaunch", "status": "Failed"}],
    }
    azure.api_version = "2021-07-01"
    assert not {"safetyProfile", "validationsProfile"} & set(azure.properties(VERSION))


def test_a_version_of_an_image_with_data_disks_has_their_luns_and_sizes(azure: GalleryAzure):
    disks = [{"lun": lun, "blobUri": f"https://blobs/{lun}", "diskSizeGB": size} for lun, size in ((7, 8), (0, 128))]
    os_disk = {"osType": "Windows", "osState": "Generalized", "blobUri": "https://blobs/os", "diskSizeGB": 127}
    image = f"{COMPUTE}/images/withDisks"
    azure.put_image(image, storageProfile={"osDisk": os_disk, "dataDisks": disks})
    shown = azure.publish(source=image)["storageProfile"]
    assert shown["osDiskImage"]["sizeInGB"] == 127
    assert [(each["lun"], each["sizeInGB"]) for each in shown["dataDiskImages"]] == [(7, 8), (0, 128)]


def test_what_machines_trust_at_boot_is_fixed(azure: GalleryAzure):
    def sent(template: str) -> Json:
        profile: Json = {"uefiSettings": {"signatureTemplateNames": [template]}}
        source: Json = {"source": {"id": IMAGE}}
        return {"location": LOCATION, "properties": {"storageProfile": source, "securityProfile": profile}}

    azure.put(VERSION, sent("MicrosoftWindowsTemplate"))
    azure.done()
    azure.put(VERSION, sent("MicrosoftWindowsTemplate"))
    azure.done()
    with pytest.raises(ArmError, match="securityProfile") as error:
        azure.put(VERSION, sent("NoSignatureTemplate"))
    assert error.value.code == "PropertyChangeNotAllowed"
