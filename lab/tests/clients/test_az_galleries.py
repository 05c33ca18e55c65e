"""`az sig`: the path of the how-to, from a managed image to versions in a gallery."""

from __future__ import annotations

import pytest

from harness.az import MISSING_RESOURCE, Az
from harness.local_azure import LocalAzure

CLIENT = "az"
GALLERY = ("--resource-group", "myResourceGroup", "--gallery-name", "myGallery")
DEFINITION = (*GALLERY, "--gallery-image-definition", "myImageDefinition")
VERSION = (*DEFINITION, "--gallery-image-version", "1.0.0")
SEED = """
resourceGroups: {myResourceGroup: {location: South Central US}}
images: [{resourceGroup: myResourceGroup, name: myImage, osType: Windows}]
"""
WITH_DEFINITION = f"""{SEED}
galleries:
  - resourceGroup: myResourceGroup
    name: myGallery
    definitions:
      - {{name: myImageDefinition, publisher: p, offer: o, sku: s, osType: Windows}}
"""
WITH_VERSION = WITH_DEFINITION.replace("sku: s,", "sku: s, versions: [{name: 1.0.0, source: myResourceGroup/myImage}],")


@pytest.fixture(autouse=True)
def empty(azure: LocalAzure) -> None:
    azure.reset()


def test_a_gallery_and_a_definition_are_created_shown_listed_and_deleted(azure: LocalAzure, az: Az) -> None:
    azure.seed(SEED)
    identity = ("--publisher", "myPublisher", "--offer", "myOffer", "--sku", "mySKU", "--os-type", "Windows")

    gallery = az("sig", "create", *GALLERY)
    definition = az("sig", "image-definition", "create", *DEFINITION, *identity, "--hyper-v-generation", "V1")

    assert (gallery["provisioningState"], gallery["location"]) == ("Succeeded", "southcentralus")
    assert (definition["provisioningState"], definition["hyperVGeneration"]) == ("Succeeded", "V1")
    assert definition["identifier"] == {"publisher": "myPublisher", "offer": "myOffer", "sku": "mySKU"}
    assert az("sig", "show", *GALLERY)["identifier"]["uniqueName"].endswith("MYGALLERY")
    assert [each["name"] for each in az("sig", "list", "--resource-group", "myResourceGroup")] == ["myGallery"]
    assert [each["name"] for each in az("sig", "list")] == ["myGallery"]
    assert [each["name"] for each in az("sig", "image-definition", "list", *GALLERY)] == ["myImageDefinition"]
    assert az("sig", "image-definition", "show", *DEFINITION)["id"] == definition["id"]
    az("sig", "image-definition", "delete", *DEFINITION)
    az("sig", "delete", *GALLERY)
    assert az("sig", "list") == []


def test_a_version_is_made_of_a_managed_image(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_DEFINITION)

    version = az(
        *("sig", "image-version", "create", *VERSION, "--managed-image", "myImage"),
        *("--target-regions", "southcentralus=1", "westcentralus=2=premium_lrs", "--replica-count", "1"),
        *("--end-of-life-date", "2030-12-31", "--storage-account-type", "Standard_LRS"),
    )

    profile = version["publishingProfile"]
    assert version["provisioningState"] == "Succeeded"
    assert version["storageProfile"]["source"]["id"].endswith("/images/myImage")
    assert version["storageProfile"]["osDiskImage"]["sizeInGB"] > 0
    assert [(each["name"], each["regionalReplicaCount"]) for each in profile["targetRegions"]] == [
        ("South Central US", 1),
        ("West Central US", 2),
    ]
    assert [each["storageAccountType"] for each in profile["targetRegions"]] == ["Standard_LRS", "Premium_LRS"]
    assert profile["endOfLifeDate"].startswith("2030-12-31")


def test_a_version_is_waited_for(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_DEFINITION)

    assert az("sig", "image-version", "create", *VERSION, "--managed-image", "myImage", "--no-wait") is None
    assert az("sig", "image-version", "wait", *VERSION, "--created", "--interval", "1") is None
    assert az("sig", "image-version", "show", *VERSION)["provisioningState"] == "Succeeded"


def test_the_replication_status_is_shown_when_it_is_asked_for(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_VERSION)

    assert az("sig", "image-version", "show", *VERSION).get("replicationStatus") is None
    status = az("sig", "image-version", "show", *VERSION, "--expand", "ReplicationStatus")["replicationStatus"]
    assert status["aggregatedState"] == "Completed"
    assert [(each["region"], each["state"]) for each in status["summary"]] == [("southcentralus", "Completed")]


def test_a_region_is_added_and_the_source_kept_though_az_does_not_send_it(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_VERSION)

    updated = az("sig", "image-version", "update", *VERSION, "--add", "publishingProfile.targetRegions", "name=eastus2")

    assert [each["name"] for each in updated["publishingProfile"]["targetRegions"]] == ["South Central US", "East US 2"]
    assert updated["storageProfile"]["source"]["id"].endswith("/images/myImage")


def test_versions_are_listed_and_deleted(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_VERSION)

    assert [each["name"] for each in az("sig", "image-version", "list", *DEFINITION)] == ["1.0.0"]
    assert az("sig", "image-version", "delete", *VERSION) is None
    assert az("sig", "image-version", "list", *DEFINITION) == []
    missing = az.refused("sig", "image-version", "show", *VERSION)
    assert missing.status == MISSING_RESOURCE
    assert "(ResourceNotFound)" in missing.message


def test_a_definition_with_versions_is_not_deleted(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_VERSION)

    refused = az.refused("sig", "image-definition", "delete", *DEFINITION)

    assert "(CannotDeleteResource)" in refused.message
    assert az("sig", "image-definition", "show", *DEFINITION)["name"] == "myImageDefinition"
