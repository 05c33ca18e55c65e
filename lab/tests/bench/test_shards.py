from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.shards import PUBLISHED, section
from bench.shards_fleet import Fleet
from managed_image_to_gallery.cli.sharding.limits import most_migrations

if TYPE_CHECKING:
    from bench.results import Row


def published(done: int) -> Row:
    figures = {"engine": 10.0, "program": 5.0}
    return {
        "name": f"{PUBLISHED}, 500",
        "step": PUBLISHED,
        "count": 500,
        "fleet": Fleet(500, 10).title,
        "seconds": 100.0,
        "stacks": 10,
        "stacks_done": done,
        "stack_seconds": [20.0] * done,
        "processor_seconds": figures,
        "peak_mb": figures,
        "requests": 5_000,
        "state_mb": 0.5,
    }


def test_a_fleet_stays_within_what_azure_and_a_stacks_config_hold() -> None:
    fleet = Fleet(5_000, 10)
    config = json.loads(fleet.text())["config"]
    migrations = config.pop("managed-image-to-gallery:migrations")
    assert len({each["definition"]["name"] for each in migrations}) == 1_000
    assert len(fleet.stacks) == 10
    assert most_migrations(config, migrations) >= fleet.largest == 500


def test_what_was_not_done_in_time_is_told_and_counts_only_as_far_as_it_came() -> None:
    text = section([published(4)])
    assert f"| {PUBLISHED} | stopped after 100 |" in text
    assert "| stacks published | 4 of 10 |" in text
    assert "| images an hour, all stacks together | 7,200 |" in text


def test_what_was_done_has_its_seconds() -> None:
    assert f"| {PUBLISHED} | 100.0 |" in section([published(10)])
