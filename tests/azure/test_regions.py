from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.azure.regions import REGIONS, canonical_region, nearest_region


@pytest.mark.parametrize("text", ["South Central US", "southcentralus", " SOUTH central us ", "South\tCentralUS"])
def test_one_region_in_every_spelling(text: str) -> None:
    assert canonical_region(text) == "southcentralus"


@given(st.text())
def test_canonical_is_a_fixed_point(text: str) -> None:
    assert canonical_region(canonical_region(text)) == canonical_region(text)


@given(st.sampled_from(sorted(REGIONS)), st.data())
def test_case_and_spaces_do_not_make_another_region(name: str, data: st.DataObject) -> None:
    display = REGIONS[name].display_name
    gaps = data.draw(st.lists(st.sampled_from(["", " "]), min_size=len(display), max_size=len(display)))

    assert canonical_region("".join(a + b for a, b in zip(display, gaps, strict=True)).upper()) == name


def test_a_typo_leads_to_the_region_that_was_meant() -> None:
    suggestion = nearest_region("West Centrl US")

    assert suggestion is not None
    assert suggestion.display_name == "West Central US"


def test_what_is_like_no_region_leads_nowhere() -> None:
    assert nearest_region("moonbase") is None


def test_zones_are_known_where_storage_depends_on_them() -> None:
    assert REGIONS["southcentralus"].has_availability_zones
    assert not REGIONS["westcentralus"].has_availability_zones
