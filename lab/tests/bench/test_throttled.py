"""What the page says of Azure's request budgets, and the table that comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import goals, summary, throttled
from bench.parts import PARTS
from bench.throttled_page import ASYNCIO, OURS
from local_azure.arm.settings import ManagerLimits

if TYPE_CHECKING:
    from bench.results import Row


def step(seconds: float | None, bound: float, azure_bound: float, refused: int = 0) -> Row:
    told = {"seconds": seconds, "bound": bound, "azure_bound": azure_bound, "other_work": 0.14}
    return told | {"refused": refused, "failed": seconds is None}


def measured(count: int, way: str, limits: str = "per-second", time_scale: float = 0.05, /, **steps: Row) -> Row:
    told = {"count": count, "way": way, "time_scale": time_scale}
    return told | {"manager_limits": limits, "steps": steps}


def test_each_step_stands_beside_its_bound_and_a_failure_is_told() -> None:
    rows = [
        measured(300, ASYNCIO, "per-second", 1.0, all=step(None, 760.0, 760.0, 412)),
        measured(300, OURS, "hourly", publish=step(250.2, 207.0, 737.0)),
    ]

    lines = throttled.section(rows).splitlines()[-2:]

    assert lines[0] == f"| 300 | {OURS} | publish | hourly | 0.05 | 250.2 | 207.0 | 43.2 | 1.06 | 0.1 | 0 | succeeded |"
    assert lines[1] == f"| 300 | {ASYNCIO} | all | per-second | 1 | - | 760.0 | - | - | 0.1 | 412 | **failed** |"


def ours(count: int, **steps: Row) -> Row:
    return measured(count, OURS, **steps)


def test_goals_are_about_azures_pace() -> None:
    script = measured(100, ASYNCIO, all=step(31.0, 28.0, 560.0))
    rows = [
        ours(100, publish=step(46.0, 28.0, 560.0), validate=step(20.0, 0.0, 0.0), retire=step(30.0, 0.5, 10.0)),
        script,
    ]

    text = goals.section({part: rows if part == "throttled" else [] for part in PARTS})

    assert "| Azure's budgets: commands that failed | 0 | 0 | yes |" in text
    assert "| Azure's budgets: publish 100 images: time / bound | 1.03 | 1.032 | **no** |" in text
    assert "| Azure's budgets: publish 1,000 images, stacks of 100: time / bound | 1.05 | not measured | - |" in text
    assert "| Azure's budgets: 100 images: time / time of the asyncio script | 1.02 | 1.132 | **no** |" in text
    assert "deletions take of the budget | 1.2 | 0.26 | yes |" in text


def test_goals_are_about_public_azure_and_about_the_hour_only_where_nothing_else_was_measured() -> None:
    hourly = [measured(count, OURS, "hourly", publish=step(58.0, 30.0, 560.0)) for count in (100, 300)]

    text = goals.section(
        {part: [*hourly, ours(100, publish=step(41.2, 30.0, 560.0))] if part == "throttled" else [] for part in PARTS}
    )

    assert "| Azure's budgets: publish 100 images: time / bound | 1.03 | 1.020 | yes |" in text
    assert "| Azure's budgets: publish 300 images: time / bound | 1.03 | 1.050 | **no** |" in text


@pytest.mark.parametrize(
    ("limits", "publish"),
    [(ManagerLimits.PER_SECOND, (1_000 - 150) / 150 * 180), (ManagerLimits.HOURLY, (2_000 - 1_200) / 1_200 * 3_600)],
)
def test_resource_managers_budget_of_writes_is_in_the_bound(limits: ManagerLimits, publish: float) -> None:
    """150 definitions in three minutes bound public Azure; where 1,200 writes in an hour do, they take longer."""
    assert throttled.budget_seconds(1_000, limits)["publish"] == pytest.approx(publish)


def test_what_full_budgets_bear_takes_no_time() -> None:
    assert set(throttled.budget_seconds(40, ManagerLimits.PER_SECOND).values()) == {0.0}


def test_what_the_provider_reads_before_a_version_is_in_the_bound_of_publishing_alone() -> None:
    """Of six hundred reads 250 are answered at once, and 25 a second after that."""
    seconds = throttled.budget_seconds(100, ManagerLimits.PER_SECOND)
    assert {step: took for step, took in seconds.items() if took} == {"publish": pytest.approx((600 - 250) / 25)}


def test_the_first_table_has_what_was_measured_with_budgets() -> None:
    bound: list[Row] = [{"count": 100, "way": "--parallel 100", "runs": []}]
    grown: list[Row] = [{"command": "validate", "count": 1, "seconds": [2.0], "peak_mb": {}}]

    text = summary.section({"bound": bound, "growth": grown, "throttled": [ours(300, publish=step(245, 203, 732.0))]})

    assert (
        "| publish, with replication at Azure's pace | not measured | not measured | not measured | 12.9 min |" in text
    )


def test_the_first_table_says_how_long_how_much_memory_and_what_is_unknown() -> None:
    run = {"published": {"seconds": 79.5, "bound": 60.0}}
    bound = [{"count": 100, "way": "--parallel 100", "runs": [run]}]
    grown = [{"command": "validate", "count": 100, "seconds": [22.0], "peak_mb": {"program": 156.0, "engine": 242.0}}]

    text = summary.section({"bound": bound, "growth": grown})

    assert (
        "| publish, with replication at Azure's pace | not measured | not measured | 9.6 min | not measured |" in text
    )
    assert "| validate: the gate for all | not measured | not measured | 22 s | not measured |" in text
    assert "| memory of the program | not measured | not measured | 156 MB | not measured |" in text


def test_without_measurements_there_is_no_first_table() -> None:
    assert summary.section({"bound": [], "growth": []}) == ""
