from __future__ import annotations

import pytest

from harness.local_azure import InProcessAzure

API = "2022-09-01"


def test_a_provider_lists_its_types_with_the_newest_api_version_first(azure: InProcessAzure) -> None:
    path = f"/subscriptions/{azure.subscription}/providers/microsoft.compute"

    provider = azure.get(path, api_version=API).json()

    types = {each["resourceType"]: each for each in provider["resourceTypes"]}
    versions = types["galleries/images/versions"]["apiVersions"]
    assert provider["namespace"] == "Microsoft.Compute"
    assert provider["registrationState"] == "Registered"
    assert versions == sorted(versions, reverse=True)
    assert "South Central US" in types["images"]["locations"]


def test_every_provider_is_listed(azure: InProcessAzure) -> None:
    listed = azure.get(f"/subscriptions/{azure.subscription}/providers", api_version=API).json()["value"]

    assert {"Microsoft.Compute", "Microsoft.Authorization"} <= {each["namespace"] for each in listed}


def test_the_tenant_knows_providers_without_registration(azure: InProcessAzure) -> None:
    provider = azure.get("/providers/Microsoft.Compute", api_version=API).json()

    assert "registrationState" not in provider


@pytest.mark.parametrize("path", ["/subscriptions/{s}/providers/Contoso.Web", "/providers/Contoso.Web"])
def test_an_unknown_provider_is_not_found(azure: InProcessAzure, path: str) -> None:
    answer = azure.get(path.format(s=azure.subscription), api_version=API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "InvalidResourceNamespace")


@pytest.mark.parametrize("scope", ["", "/subscriptions/{s}"])
def test_operations_are_listed_by_action(azure: InProcessAzure, scope: str) -> None:
    path = scope.format(s=azure.subscription) + "/providers/Microsoft.Compute/operations"

    names = {each["name"] for each in azure.get(path, api_version=API).json()["value"]}

    assert {"Microsoft.Compute/images/delete", "Microsoft.Compute/galleries/images/versions/read"} <= names


def test_unregistering_is_remembered(azure: InProcessAzure) -> None:
    path = f"/subscriptions/{azure.subscription}/providers/Microsoft.Network"

    azure.request("POST", f"{path}/unregister", api_version=API)
    unregistered = azure.get(path, api_version=API).json()["registrationState"]
    azure.request("POST", f"{path}/register", api_version=API)

    assert unregistered == "NotRegistered"
    assert azure.get(path, api_version=API).json()["registrationState"] == "Registered"


@pytest.mark.parametrize(
    ("state", "read", "write", "says"),
    [
        ("Registered", 200, 200, ""),
        ("NotRegistered", 200, 409, "is not registered to use namespace 'Microsoft.Batch'"),
        ("Unregistered", 409, 409, "is in 'Unregistered' state"),
        ("Absent", 404, 404, "'Microsoft.Batch' is invalid"),
    ],
)
def test_a_seed_says_which_providers_are_registered(state: str, read: int, write: int, says: str) -> None:
    azure = InProcessAzure(seed=f"resourceGroups: {{g: {{location: eastus}}}}\nproviders: {{microsoft.batch: {state}}}")
    accounts = "providers/Microsoft.Batch/batchAccounts"
    listed = azure.get(f"/subscriptions/{azure.subscription}/{accounts}", api_version="2025-06-01")
    written = azure.put(f"{azure.group_id('g')}/{accounts}/a", {"location": "eastus"}, api_version="2025-06-01")

    assert (listed.status_code, written.status_code) == (read, write)
    assert says in written.text
    codes = {409: "MissingSubscriptionRegistration", 404: "InvalidResourceNamespace"}
    for refused in (each for each in (listed, written) if each.status_code in codes):
        assert refused.json()["error"]["code"] == codes[refused.status_code]
