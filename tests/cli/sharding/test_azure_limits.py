from __future__ import annotations

from managed_image_to_gallery.azure.resource_ids import definition_id, gallery_id, version_id
from managed_image_to_gallery.cli.sharding.azure_limits import least_minutes_of_writes, limit_violations
from tests.cli.migrations import SUBSCRIPTION


def _violations(definitions: int, versions: int, regions: int = 1, galleries: int = 1) -> list[str]:
    """As many versions of each definition; definitions and regions taken in turn."""
    at = [gallery_id(SUBSCRIPTION, "rg", f"gallery{number}") for number in range(galleries)]
    return list(
        limit_violations(
            {
                version_id(definition_id(at[one % galleries], f"d{one}"), f"1.0.{other}"): f"region{other % regions}"
                for one in range(definitions)
                for other in range(versions)
            }
        )
    )


def test_ten_thousand_versions_fit_into_a_region_and_one_more_does_not() -> None:
    assert _violations(definitions=100, versions=100) == []
    (text,) = _violations(definitions=1, versions=10_001)
    assert "10,001 image versions in region0" in text
    assert _violations(definitions=1, versions=10_001, regions=2) == []


def test_a_gallery_holds_a_thousand_definitions() -> None:
    assert _violations(definitions=1_000, versions=1) == []
    (text,) = _violations(definitions=1_001, versions=1)
    assert "1,001 image definitions in" in text
    assert _violations(definitions=1_001, versions=1, galleries=2) == []


def test_versions_beyond_one_full_bucket_wait_for_the_next() -> None:
    assert least_minutes_of_writes(1_200) == 0
    assert least_minutes_of_writes(100_000) == (100_000 - 1_200) / 1_200 * 30
