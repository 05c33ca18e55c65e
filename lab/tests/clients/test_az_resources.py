"""`az account`, `az group`, `az resource`, `az lock`, `az provider`, and what is not there."""

from __future__ import annotations

import pytest

from harness.az import MISSING_RESOURCE, Az
from harness.local_azure import LocalAzure

CLIENT = "az"
GROUP = ("--resource-group", "group")
IMAGE = (*GROUP, "--resource-type", "Microsoft.Compute/images", "--name", "image")
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: image}]
galleries: [{resourceGroup: group, name: gallery}]
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def test_the_account_and_its_locations(azure: LocalAzure, az: Az) -> None:
    assert az("account", "show")["environmentName"] == "LocalAzure"
    names = [each["name"] for each in az("account", "list-locations")]
    assert {"southcentralus", "westcentralus", "eastus2"} <= set(names)


def test_a_group_is_created_shown_and_deleted_with_everything_in_it(az: Az) -> None:
    assert az("group", "create", "--name", "other", "--location", "westus2")["location"] == "westus2"
    assert {each["name"] for each in az("group", "list")} == {"group", "other"}
    assert az("group", "exists", "--name", "group") is True
    assert az("group", "show", "--name", "group")["properties"]["provisioningState"] == "Succeeded"

    assert az("group", "delete", "--name", "group", "--yes") is None

    assert az("group", "exists", "--name", "group") is False
    assert az.refused("group", "show", "--name", "group").status == MISSING_RESOURCE
    assert az("resource", "list") == []


def test_resources_are_listed_and_shown_by_id_and_by_name(az: Az) -> None:
    listed = az("resource", "list", *GROUP)
    found = {each["name"]: each["id"] for each in listed}

    assert set(found) == {"image", "gallery"}
    assert az("resource", "show", "--ids", found["image"])["type"] == "Microsoft.Compute/images"
    assert az("resource", "show", *IMAGE)["id"] == found["image"]
    assert [each["name"] for each in az("resource", "list", "--resource-type", "Microsoft.Compute/images")] == ["image"]


def test_a_lock_keeps_an_image_until_it_is_removed(az: Az) -> None:
    target = (*GROUP, "--resource-type", "Microsoft.Compute/images", "--resource", "image")
    created = az("resource", "lock", "create", "--name", "keep", "--lock-type", "CanNotDelete", *target)

    assert created["level"] == "CanNotDelete"
    refused = az.refused("image", "delete", *GROUP, "--name", "image")
    assert (refused.status, "(ScopeLocked)" in refused.message) == (1, True)
    assert [each["name"] for each in az("lock", "list", *GROUP)] == ["keep"]
    assert [each["name"] for each in az("resource", "lock", "list", *target)] == ["keep"]
    az("resource", "lock", "delete", "--name", "keep", *target)
    az("image", "delete", *GROUP, "--name", "image")
    assert az("image", "list") == []


def test_providers_are_shown_and_registered(az: Az) -> None:
    types = az("provider", "show", "--namespace", "Microsoft.Compute")["resourceTypes"]
    assert "galleries/images/versions" in [each["resourceType"] for each in types]
    az("provider", "register", "--namespace", "Microsoft.Compute")
    assert az("provider", "show", "--namespace", "Microsoft.Compute")["registrationState"] == "Registered"


def test_role_assignments_are_listed(azure: LocalAzure, az: Az) -> None:
    """Names of principals would come from Microsoft Graph, which is not there."""
    listed = az("role", "assignment", "list", "--all", "--fill-principal-name", "false")
    assert [(each["principalId"], each["roleDefinitionName"]) for each in listed] == [
        (azure.ready["object_id"], "Owner")
    ]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("storage account list", "InvalidResourceNamespace"),
        ("aks list", "InvalidResourceNamespace"),
        ("vm list-skus --location eastus", "InvalidResourceType"),
    ],
)
def test_what_is_not_there_is_refused_with_azures_error(az: Az, command: str, code: str) -> None:
    refused = az.refused(*command.split())

    assert refused.status == MISSING_RESOURCE
    assert f"({code})" in refused.message
