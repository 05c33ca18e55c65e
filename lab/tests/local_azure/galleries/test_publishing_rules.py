from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from tests.local_azure.galleries.conftest import IMAGE, VERSION, GalleryAzure, refusal, regions


def encrypted(name: str, subscription: str = "s") -> Json:
    encryption_set = f"/subscriptions/{subscription}/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/d"
    return {"name": name, "encryption": {"osDiskImage": {"diskEncryptionSetId": encryption_set}}}


def with_data_disk(name: str) -> Json:
    region = encrypted(name)
    set_id = region["encryption"]["osDiskImage"]["diskEncryptionSetId"]
    region["encryption"]["dataDiskImages"] = [{"lun": 0, "diskEncryptionSetId": set_id}]
    return region


def edge_zone(zone: str, **given: Any) -> Json:
    return {"name": "West US", "extendedLocation": {"name": zone, "type": "EdgeZone"}, **given}


@pytest.mark.parametrize(
    ("publishing", "message"),
    [
        ({"targetRegions": regions("West US 2", "westus2")}, "Duplicate regions are not allowed"),
        (
            {"targetRegions": regions("northeurope")},
            "publishing profile regions 'northeurope' must contain the location of image version 'West US 2'.",
        ),
        ({"targetRegions": regions("westus2", "atlantis")}, "The provided location 'atlantis' is not available"),
        ({"targetRegions": regions("westus2", "")}, "The provided location '' is not available"),
        ({"targetRegions": regions("westus2", "francesouth")}, "Cannot specify France South in target regions"),
        ({"replicaCount": 0}, "The value 0 of parameter .*replicaCount is out of range. The value must be between 1"),
        ({"replicaCount": 101}, "between 1 and 100, inclusive"),
        ({"replicaCount": "2"}, "out of range"),
        ({"targetRegions": [{"name": "westus2", "regionalReplicaCount": 101}]}, "regionalReplicaCount is out of range"),
        ({"storageAccountType": "Gold"}, "The value 'Gold' of parameter"),
        (
            {"targetRegions": [{"name": "westus2"}, {"name": "westus", "storageAccountType": "Standard_ZRS"}]},
            "ZRS storage account type is not supported in this region.",
        ),
        (
            {"targetRegions": regions("westus2", "westus"), "storageAccountType": "Standard_ZRS"},
            "ZRS storage account type is not supported in this region.",
        ),
        ({"endOfLifeDate": "2020-01-01"}, "EndOfLifeDate must be set to a future date."),
        ({"endOfLifeDate": "never"}, "Could not convert string to DateTimeOffset: never"),
        ({"replicationMode": "Deep"}, "The value 'Deep' of parameter"),
        ({"replicationMode": "Shallow", "replicaCount": 2}, "Shallow replication mode does not support more than one"),
        (
            {"replicationMode": "Shallow", "targetRegions": regions("westus2", "eastus")},
            "Shallow replication mode does not support replication to other regions",
        ),
        ({"replicationMode": "Shallow", "targetRegions": [encrypted("westus2")]}, "disk encryption sets"),
        (
            {"targetRegions": [{"name": "westus2", "additionalReplicaSets": [{"storageAccountType": "Gold"}]}]},
            "The value 'Gold' of parameter",
        ),
        (
            {"targetRegions": [{"name": "westus2", "additionalReplicaSets": [{"regionalReplicaCount": 0}]}]},
            "additionalReplicaSets.regionalReplicaCount is out of range",
        ),
        ({"targetExtendedLocations": [edge_zone("z", name="atlantis")]}, "The provided location 'atlantis'"),
        ({"targetExtendedLocations": [edge_zone("")]}, "extendedLocation.name' is missing"),
        ({"targetExtendedLocations": [edge_zone("z", storageAccountType="PremiumV2_LRS")]}, "'PremiumV2_LRS'"),
        ({"targetExtendedLocations": [edge_zone("z"), edge_zone("Z")]}, "Duplicate regions are not allowed"),
        (
            {"replicationMode": "Shallow", "targetExtendedLocations": [edge_zone("z")]},
            "Shallow replication mode does not support more than one",
        ),
        ({"targetRegions": [encrypted("westus2"), {"name": "eastus"}]}, "in target region 'East US' since"),
        ({"targetRegions": [encrypted("westus2", "other")]}, "must be in the subscription of the gallery"),
        (
            {"targetRegions": [with_data_disk("westus2"), encrypted("eastus")]},
            "dataDiskImages.diskEncryptionSetId' in target region 'East US' since",
        ),
    ],
)
def test_what_a_new_version_is_refused_for(azure: GalleryAzure, publishing: dict[str, Any], message: str):
    with pytest.raises(ArmError, match=message) as error:
        azure.put_version(**publishing)
    assert error.value.status == 400
    assert azure.world.store.get(VERSION) is None


@pytest.mark.parametrize("api_version", ["2025-03-03", "2026-03-03"])
def test_a_strategy_and_a_type_exclude_each_other(azure: GalleryAzure, api_version: str):
    azure.api_version = api_version
    with pytest.raises(ArmError, match="Only one of"):
        azure.put_version(storageAccountStrategy="PreferStandard_ZRS", storageAccountType="Standard_LRS")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"storageAccountType": "Premium_LRS"}, "storageAccountType"),
        ({"replicationMode": "Shallow"}, "replicationMode"),
        (
            {"targetRegions": [{"name": "westus2", "storageAccountType": "Premium_LRS"}]},
            "targetRegions.storageAccountType",
        ),
        ({"targetRegions": [encrypted("westus2")]}, "targetRegions.encryption"),
    ],
)
def test_what_is_fixed_cannot_change(azure: GalleryAzure, change: dict[str, Any], path: str):
    azure.publish()
    with pytest.raises(ArmError) as error:
        azure.put_version(**change)
    assert refusal(error) == (409, "PropertyChangeNotAllowed")
    assert error.value.target == f"galleryImageVersion.properties.publishingProfile.{path}"


def test_encryption_stays_with_its_region_and_a_new_region_needs_its_own(azure: GalleryAzure):
    azure.publish(targetRegions=[encrypted("westus2")])
    with pytest.raises(ArmError, match="in target region 'East US' since"):
        azure.put_version(targetRegions=regions("westus2", "eastus"))
    shown = azure.publish(targetRegions=[{"name": "westus2", "regionalReplicaCount": 2}, encrypted("eastus")])
    kept = [region["encryption"] for region in shown["publishingProfile"]["targetRegions"]]
    assert kept == [encrypted("westus2")["encryption"]] * 2


def test_an_encrypted_version_is_no_source(azure: GalleryAzure):
    azure.publish(targetRegions=[encrypted("westus2")])
    with pytest.raises(ArmError, match="cannot be the source of another") as error:
        azure.put_version(VERSION.replace("1.0.0", "1.0.1"), source=VERSION)
    assert refusal(error) == (400, "InvalidParameter")


def test_an_encrypted_image_stays_in_its_subscription(azure: GalleryAzure):
    key = {"id": encrypted("westus2")["encryption"]["osDiskImage"]["diskEncryptionSetId"]}
    image = azure.resource(IMAGE)
    image.properties["storageProfile"]["osDisk"]["diskEncryptionSet"] = key
    elsewhere = replace(image, id=IMAGE.replace("/subscriptions/s/", "/subscriptions/other/"))
    azure.world.store.put(image)
    azure.world.store.put(elsewhere)
    with pytest.raises(ArmError, match="is in a different subscription ID .* use the source's subscription 'other'"):
        azure.put_version(source=elsewhere.id)
    assert azure.publish()["provisioningState"] == "Succeeded"


def test_saying_the_same_again_is_no_change(azure: GalleryAzure):
    shown = azure.publish(targetRegions=regions("westus2", "eastus"), endOfLifeDate="2024-01-01T00:00:00Z")
    azure.later(86_400 * 365)
    azure.put(VERSION, {**azure.get(VERSION), "properties": shown})
    azure.done()
    assert azure.properties(VERSION) == shown


def test_a_region_with_its_own_storage_type_has_to_be_sent_with_it(azure: GalleryAzure):
    own = {"name": "westus2", "storageAccountType": "Standard_ZRS"}
    azure.publish(targetRegions=[own, {"name": "eastus"}])
    with pytest.raises(ArmError, match=r"TargetRegion: 'West US 2'. Please specify 'Standard_ZRS'"):
        azure.put_version(targetRegions=regions("westus2", "eastus"))
    assert azure.put_version(targetRegions=[own, {"name": "eastus"}]).status == 200


def test_regions_excluded_from_latest_and_their_replicas_are_kept_as_sent(azure: GalleryAzure):
    shown = azure.publish(
        targetRegions=[{"name": "westus2", "excludeFromLatest": True, "regionalReplicaCount": 3}], replicaCount=2
    )
    assert shown["publishingProfile"]["targetRegions"] == [
        {
            "name": "West US 2",
            "regionalReplicaCount": 3,
            "storageAccountType": "Standard_LRS",
            "excludeFromLatest": True,
        }
    ]


def test_enumerations_are_taken_in_any_case_and_answered_in_azures(azure: GalleryAzure) -> None:
    own = {"name": "westus2", "storageAccountType": "premium_lrs"}

    profile = azure.publish(storageAccountType="STANDARD_LRS", targetRegions=[own])["publishingProfile"]

    assert profile["storageAccountType"] == "Standard_LRS"
    assert profile["targetRegions"][0]["storageAccountType"] == "Premium_LRS"
    azure.put_version(storageAccountType="standard_lrs", targetRegions=[own])
