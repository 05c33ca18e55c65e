"""Azure's public regions and their one canonical spelling.

One resource spells a region in three ways: `location` is `eastus2`, `targetRegions[].name` is `East US 2`,
`replicationStatus.summary[].region` is `eastus2` again (docs/reference/azure-galleries.md#region-names). Azure compares
without case and spaces; so does `canonical_region`.

The table is Microsoft's list of Azure regions (learn.microsoft.com/azure/reliability/regions-list) with the regions
that have availability zones. It serves for spelling and advice only: Azure opens regions and gives them zones, so what
there is says the subscription's own list (`reader.regions`).
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Region:
    """A region: canonical name, the name people read, and whether it has availability zones."""

    name: str
    display_name: str
    has_availability_zones: bool


def canonical_region(text: str) -> str:
    """The short name of a region in any of its spellings: lower case, without spaces."""
    return "".join(text.split()).lower()


_WITH_ZONES = (
    "Australia East",
    "Austria East",
    "Belgium Central",
    "Brazil South",
    "Canada Central",
    "Central India",
    "Central US",
    "Chile Central",
    "China North 3",
    "Denmark East",
    "East Asia",
    "East US",
    "East US 2",
    "France Central",
    "Germany West Central",
    "Indonesia Central",
    "Israel Central",
    "Italy North",
    "Japan East",
    "Japan West",
    "Korea Central",
    "Malaysia West",
    "Mexico Central",
    "New Zealand North",
    "North Europe",
    "Norway East",
    "Poland Central",
    "Qatar Central",
    "South Africa North",
    "South Central US",
    "Southeast Asia",
    "Spain Central",
    "Sweden Central",
    "Switzerland North",
    "UAE North",
    "UK South",
    "US Gov Virginia",
    "West Europe",
    "West US 2",
    "West US 3",
)
_WITHOUT_ZONES = (
    "Australia Central",
    "Australia Central 2",
    "Australia Southeast",
    "Brazil Southeast",
    "Canada East",
    "Central US EUAP",
    "China East",
    "China East 2",
    "China East 3",
    "China North",
    "China North 2",
    "East US 2 EUAP",
    "France South",
    "Germany North",
    "Jio India Central",
    "Jio India West",
    "Korea South",
    "North Central US",
    "Norway West",
    "South Africa West",
    "South India",
    "Sweden South",
    "Switzerland West",
    "UAE Central",
    "UK West",
    "US DoD Central",
    "US DoD East",
    "US Gov Arizona",
    "US Gov Texas",
    "West Central US",
    "West India",
    "West US",
)

_ALL = [Region(canonical_region(name), name, has_availability_zones=True) for name in _WITH_ZONES] + [
    Region(canonical_region(name), name, has_availability_zones=False) for name in _WITHOUT_ZONES
]
REGIONS: Mapping[str, Region] = MappingProxyType({region.name: region for region in sorted(_ALL, key=lambda r: r.name)})
"""Known regions by canonical name."""


def nearest_region(text: str, among: Mapping[str, Region] = REGIONS) -> Region | None:
    """The region whose name looks most like the text; None when none comes near. For "did you mean …?"."""
    matches = difflib.get_close_matches(canonical_region(text), among, n=1, cutoff=0.7)
    return among[matches[0]] if matches else None
