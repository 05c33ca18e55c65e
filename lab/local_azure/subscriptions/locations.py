"""Regions and edge zones as `GET /subscriptions/{s}/locations` shows them (the fields that az and azurerm read)."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from local_azure.arm.regions import EDGE_ZONES, REGIONS, Region


def location_entry(region: Region, subscription: str) -> Json:
    """One entry of the list; regions without zones have no `availabilityZoneMappings`."""
    entry: Json = {
        "id": f"/subscriptions/{subscription}/locations/{region.name}",
        "name": region.name,
        "type": "Region",
        "displayName": region.display_name,
        "regionalDisplayName": f"({region.geography}) {region.display_name}",
        "metadata": {
            "regionType": "Physical",
            "regionCategory": "Other" if region.restricted or not region.has_zones else "Recommended",
            "geographyGroup": region.geography,
            "pairedRegion": [],
        },
    }
    if region.has_zones:
        entry["availabilityZoneMappings"] = [
            {"logicalZone": str(zone), "physicalZone": f"{region.name}-az{zone}"} for zone in (1, 2, 3)
        ]
    return entry


def edge_zone_entry(name: str, subscription: str) -> Json:
    """An edge zone, which belongs to a region.

    Source: https://learn.microsoft.com/rest/api/resources/subscriptions/list-locations (extended locations).
    """
    display_name, home = EDGE_ZONES[name]
    return {
        "id": f"/subscriptions/{subscription}/locations/{name}",
        "name": name,
        "type": "EdgeZone",
        "displayName": display_name,
        "regionalDisplayName": f"({REGIONS[home].geography}) {display_name}",
        "metadata": {
            "regionType": "Physical",
            "regionCategory": "Extended",
            "geographyGroup": REGIONS[home].geography,
            "pairedRegion": [],
            "homeLocation": home,
        },
    }
