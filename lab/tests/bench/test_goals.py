"""The table of goals: what is met by the median, what is missed, and what was not measured."""

from __future__ import annotations

from typing import Any

from bench import goals
from bench.parts import PARTS
from bench.throttled_page import OURS


def results(**rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {part: rows.get(part, []) for part in PARTS}


def published(seconds: float | None) -> list[dict[str, Any]]:
    step = {"seconds": seconds, "bound": 30.0, "azure_bound": 560.0, "refused": 0, "failed": seconds is None}
    return [
        {
            "name": "100",
            "count": 100,
            "way": OURS,
            "time_scale": 0.05,
            "manager_limits": "per-second",
            "steps": {"publish": step},
        }
    ]


def test_a_goal_is_set_beside_the_bound_at_azures_pace() -> None:
    text = goals.section(results(throttled=published(41.2)))
    assert "| Azure's budgets: publish 100 images: time / bound | 1.03 | 1.020 | yes |" in text


def test_a_goal_that_is_missed_says_so_and_one_that_was_not_measured_too() -> None:
    text = goals.section(results(throttled=published(58.0)))
    assert "| Azure's budgets: publish 100 images: time / bound | 1.03 | 1.050 | **no** |" in text
    assert "| Azure's budgets: publish 300 images: time / bound | 1.03 | not measured | - |" in text


def test_a_command_that_failed_misses_the_first_goal() -> None:
    text = goals.section(results(throttled=published(None)))
    assert "| Azure's budgets: commands that failed | 0 | 1 | **no** |" in text


def test_growth_is_met_by_the_median_of_the_runs() -> None:
    row: dict[str, Any] = {
        "count": 1_000,
        "command": "preview without changes",
        "seconds": [20.0, 90.0, 28.0],
        "peak_mb": {},
    }
    text = goals.section(results(growth=[row]))
    assert "| preview of 1,000 without changes, seconds | 60 | 28.0 | yes |" in text
