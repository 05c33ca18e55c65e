"""The paths of subscriptions, tenants and locations."""

from __future__ import annotations

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.json_types import Json
from local_azure.arm.regions import EDGE_ZONES, REGIONS
from local_azure.arm.resource_type import Call, Result
from local_azure.subscriptions.locations import edge_zone_entry, location_entry

API_VERSIONS = (
    "2014-04-01", "2015-01-01", "2015-11-01", "2016-06-01", "2018-06-01", "2019-06-01", "2019-11-01", "2020-01-01",
    "2021-01-01", "2022-09-01", "2022-12-01", "2024-11-01", "2025-03-01",
)  # fmt: skip


def list_subscriptions(call: Call, _names: dict[str, str]) -> Result:
    """GET `/subscriptions`."""
    return Result(200, {"value": [_subscription(call, each) for each in call.world.settings.subscriptions]})


def get_subscription(call: Call, names: dict[str, str]) -> Result:
    """GET `/subscriptions/{s}`."""
    return Result(200, _subscription(call, names["subscription"].lower()))


def list_tenants(call: Call, _names: dict[str, str]) -> Result:
    """GET `/tenants`."""
    tenant = call.world.settings.tenant_id
    entry: Json = {
        "id": f"/tenants/{tenant}",
        "tenantId": tenant,
        "countryCode": "US",
        "displayName": "Local Azure",
        "domains": ["local-azure.invalid"],
        "defaultDomain": "local-azure.invalid",
        "tenantType": "AAD",
        "tenantCategory": "Home",
    }
    return Result(200, {"value": [entry]})


def list_locations(call: Call, names: dict[str, str]) -> Result:
    """GET `/subscriptions/{s}/locations`; edge zones are in it for who asks with `includeExtendedLocations=true`."""
    subscription = names["subscription"].lower()
    listed = [location_entry(each, subscription) for each in REGIONS.values()]
    if call.query.get("includeExtendedLocations", "").lower() == "true":
        listed += [edge_zone_entry(name, subscription) for name in EDGE_ZONES]
    return Result(200, {"value": listed})


def _subscription(call: Call, subscription: str) -> Json:
    tenant = call.world.settings.tenant_id
    number = call.world.settings.subscriptions.index(subscription) + 1
    return {
        "id": f"/subscriptions/{subscription}",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": subscription,
        "tenantId": tenant,
        "displayName": f"Local Azure {number}",
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "PayAsYouGo_2014-09-01",
            "spendingLimit": "Off",
        },
    }


ENDPOINTS = (
    Endpoint("GET", "/subscriptions", "Microsoft.Resources/subscriptions", API_VERSIONS, list_subscriptions),
    Endpoint("GET", "/subscriptions/{subscription}", "Microsoft.Resources/subscriptions", API_VERSIONS,
             get_subscription, "Microsoft.Resources/subscriptions/read"),
    Endpoint("GET", "/tenants", "Microsoft.Resources/tenants", API_VERSIONS, list_tenants),
    Endpoint("GET", "/subscriptions/{subscription}/locations", "Microsoft.Resources/subscriptions/locations",
             API_VERSIONS, list_locations, "Microsoft.Resources/subscriptions/locations/read"),
)  # fmt: skip
