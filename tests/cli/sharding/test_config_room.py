from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.cli.sharding.config_room import LONGEST_VARIABLE, most_migrations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
