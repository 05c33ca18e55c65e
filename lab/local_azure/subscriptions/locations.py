"""A region as `GET /subscriptions/{s}/locations` shows it (the fields that az and azurerm read)."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from local_azure.arm.regions import Region


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
