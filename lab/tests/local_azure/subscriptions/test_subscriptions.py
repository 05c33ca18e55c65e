from __future__ import annotations

import pytest

from harness.local_azure import InProcessAzure

API = "2022-12-01"


def test_the_subscription_is_listed_and_found(azure: InProcessAzure) -> None:
    (listed,) = azure.get("/subscriptions", api_version=API).json()["value"]

    assert listed == azure.get(f"/subscriptions/{azure.subscription.upper()}", api_version=API).json()
    assert listed["subscriptionId"] == azure.subscription
    assert listed["tenantId"] == azure.world.settings.tenant_id
    assert listed["state"] == "Enabled"


def test_the_tenant_is_listed(azure: InProcessAzure) -> None:
    (tenant,) = azure.get("/tenants", api_version=API).json()["value"]

    assert tenant["tenantId"] == azure.world.settings.tenant_id


@pytest.mark.parametrize(
    ("name", "display_name", "zones"),
    [("southcentralus", "South Central US", True), ("westcentralus", "West Central US", False)],
)
def test_locations_have_two_names_and_zones_where_azure_has_them(
    azure: InProcessAzure,
    name: str,
    display_name: str,
    zones: bool,
) -> None:
    listed = azure.get(f"/subscriptions/{azure.subscription}/locations", api_version=API).json()["value"]

    (location,) = [each for each in listed if each["name"] == name]
    assert location["displayName"] == display_name
    assert location["id"] == f"/subscriptions/{azure.subscription}/locations/{name}"
    assert ("availabilityZoneMappings" in location) is zones


def test_edge_zones_are_listed_for_who_asks_for_them(azure: InProcessAzure) -> None:
    path = f"/subscriptions/{azure.subscription}/locations"

    def kinds(**query: str) -> dict[str, str]:
        listed = azure.get(path, api_version=API, query=query).json()["value"]
        return {each["name"]: each["type"] for each in listed}

    assert set(kinds().values()) == {"Region"}
    zones = kinds(includeExtendedLocations="true")
    assert zones["microsoftlosangeles1"] == "EdgeZone"
    assert {name for name, kind in zones.items() if kind == "Region"} == set(kinds())


def test_regions_of_staging_and_of_other_clouds_are_listed(azure: InProcessAzure) -> None:
    listed = azure.get(f"/subscriptions/{azure.subscription}/locations", api_version=API).json()["value"]
    assert {"eastusstg", "bleufrancecentral"} <= {each["name"] for each in listed}


def test_a_region_has_sizes_of_machines(azure: InProcessAzure) -> None:
    path = f"/subscriptions/{azure.subscription}/providers/Microsoft.Compute/locations/eastus/vmSizes"
    sizes = {each["name"]: each for each in azure.get(path, api_version="2024-07-01").json()["value"]}
    assert sizes["Standard_D2s_v3"]["numberOfCores"] == 2
    assert azure.get(path.replace("eastus", "nowhere"), api_version="2024-07-01").status_code == 400
