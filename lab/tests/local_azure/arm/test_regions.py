from __future__ import annotations

import pytest

from local_azure.arm.regions import REGIONS, display_name, find_region, short_name


@pytest.mark.parametrize("spelling", ["East US 2", "eastus2", "EASTUS2", " east us2 "])
def test_a_region_is_found_in_every_spelling(spelling: str):
    region = find_region(spelling)
    assert region is not None
    assert (region.name, region.display_name) == ("eastus2", "East US 2")


def test_an_unknown_region_keeps_its_spelling():
    assert find_region("Atlantis") is None
    assert display_name("Atlantis Central") == "Atlantis Central"


def test_names_are_short_and_tell_regions_apart():
    assert all(name == short_name(region.display_name) for name, region in REGIONS.items())
    assert {region.geography for region in REGIONS.values()} >= {"US", "Europe", "Asia Pacific"}


def test_zones_and_leave_are_as_azure_has_them():
    assert REGIONS["westus2"].has_zones
    assert not REGIONS["westus"].has_zones
    assert REGIONS["francesouth"].restricted
    assert not REGIONS["francecentral"].restricted
