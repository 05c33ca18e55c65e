"""The regions of this Azure: names, where they lie, which have availability zones, which need leave to be used.

Microsoft's list of Azure regions (learn.microsoft.com/azure/reliability/regions-list), as far as public clouds go.
Regions are compared without case and spaces (docs/reference/azure-errors.md#duplicate-regions); `location` is answered
short (`eastus2`), target regions by display name (`East US 2`), both seen in traffic
(docs/reference/azure-galleries.md#region-names).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """One region; `geography` is the `geographyGroup` of Azure's list of locations."""

    name: str
    display_name: str
    geography: str
    has_zones: bool = False
    restricted: bool = False


def short_name(text: str) -> str:
    """`East US 2`, `EastUS2` and `eastus2` are one region: `eastus2`."""
    return "".join(text.split()).lower()


def find_region(text: str) -> Region | None:
    """The region with this name in any spelling; None when this Azure has no such region."""
    return REGIONS.get(short_name(text))


def display_name(text: str) -> str:
    """The name that target regions are answered with; an unknown region keeps its spelling."""
    region = find_region(text)
    return region.display_name if region else text


_ZONED = {
    "US": "Central US, East US, East US 2, South Central US, West US 2, West US 3, East US 3, South Central US 2,"
    " Southeast US, West US 4",
    "Canada": "Canada Central",
    "South America": "Brazil South, Chile Central",
    "Mexico": "Mexico Central",
    "Europe": "Austria East, Belgium Central, France Central, Germany West Central, Italy North, North Europe,"
    " Norway East, Poland Central, Spain Central, Sweden Central, Switzerland North, UK South, West Europe",
    "Middle East": "Israel Central, Qatar Central, Saudi Arabia East, UAE North",
    "Africa": "South Africa North",
    "Asia Pacific": "Australia East, Central India, East Asia, Indonesia Central, Japan East, Japan West,"
    " India South Central, Korea Central, Malaysia South, Malaysia West, New Zealand North, Southeast Asia",
}
_PLAIN = {
    "US": "North Central US, West Central US, West US, Central US EUAP, East US 2 EUAP",
    "Canada": "Canada East",
    "Europe": "UK West",
    "Asia Pacific": "Australia Central, Australia Southeast, Korea South, South India, West India",
}
_RESTRICTED = {
    "South America": "Brazil Southeast",
    "Europe": "France South, Germany North, Norway West, Sweden South, Switzerland West",
    "Middle East": "UAE Central",
    "Africa": "South Africa West",
    "Asia Pacific": "Australia Central 2, Jio India Central, Jio India West",
}


_ELSEWHERE = {
    "Stage (US)": "East US STG, South Central US STG",
    "France": "Bleu France Central, Bleu France South",
}
"""Regions that few subscriptions list: staging's, in lists of the public cloud, and those of sovereign clouds, which
have lists of their own. Both are in this Azure's, so that names that no table has can be used here."""


def _regions(table: dict[str, str], *, has_zones: bool = False, restricted: bool = False) -> list[Region]:
    return [
        Region(short_name(name), name.strip(), geography, has_zones, restricted)
        for geography, names in table.items()
        for name in names.split(",")
    ]


_ALL = [
    *_regions(_ZONED, has_zones=True),
    *_regions(_PLAIN),
    *_regions(_RESTRICTED, restricted=True),
    *_regions(_ELSEWHERE),
]

EDGE_ZONES = {
    "microsoftlosangeles1": ("Microsoft Los Angeles 1", "westus"),
    "attatlanta1": ("ATT Atlanta A", "eastus2"),
    "attdallas1": ("ATT Dallas A", "southcentralus"),
}
"""Edge zones by name, each with its display name and its region.

Source: https://learn.microsoft.com/azure/public-multi-access-edge-compute-mec/overview (AT&T's).
Los Angeles as tests of Azure CLI name it; its display name is inferred.
"""

REGIONS: dict[str, Region] = {region.name: region for region in sorted(_ALL, key=lambda each: each.name)}
"""Every region by short name."""
