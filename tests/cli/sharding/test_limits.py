"""What Azure and the config of one stack can hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.azure.resource_ids import definition_id, gallery_id, version_id
from managed_image_to_gallery.cli.sharding.limits import (
    LONGEST_VARIABLE,
    least_minutes_of_writes,
    limit_violations,
    most_migrations,
    stacks_at_once,
)
from tests.cli.migrations import SUBSCRIPTION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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


PROJECT = "managed-image-to-gallery"
SHARED = {f"{PROJECT}:gallery": {"resourceGroup": "rg", "name": "gallery"}}


def variable(entries: Sequence[Mapping[str, object]]) -> str:
    """What a language host sets for a stack with these migrations."""
    config = {**SHARED, f"{PROJECT}:migrations": list(entries)}
    return "PULUMI_CONFIG=" + json.dumps(
        {key: json.dumps(value, separators=(",", ":")) for key, value in config.items()}
    )


def entry(length: int) -> dict[str, object]:
    return {"stage": "published", "tags": {"owner": 'a "quoted" name ' * length}}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
def test_as_many_as_fit_make_a_variable_that_is_short_enough(lengths: list[int]) -> None:
    entries = [entry(length) for length in lengths]
    longest_first = sorted(entries, key=lambda one: len(str(one)), reverse=True)
    fitting = (longest_first + [longest_first[-1]] * 5_000)[: most_migrations(SHARED, entries)]
    assert len(variable(fitting)) < LONGEST_VARIABLE


def test_short_entries_leave_less_than_the_spare_room_unused() -> None:
    fitting = most_migrations(SHARED, [entry(1)])
    assert len(variable([entry(1)] * fitting)) > LONGEST_VARIABLE * 0.9


def test_one_long_entry_takes_its_own_room_only() -> None:
    short = most_migrations(SHARED, [entry(1)] * 10)
    assert short - 200 < most_migrations(SHARED, [entry(500), *[entry(1)] * 10]) < short


def test_an_entry_that_does_not_fit_is_alone() -> None:
    assert most_migrations(SHARED, [entry(20_000)]) == 1


@pytest.mark.parametrize(
    ("migrations", "stacks"), [(500, 1), (251, 1), (250, 1), (125, 2), (100, 2), (25, 10), (1, 250)]
)
def test_no_more_stacks_run_side_by_side_than_azures_budgets_bear(migrations: int, stacks: int) -> None:
    assert stacks_at_once(migrations) == stacks
