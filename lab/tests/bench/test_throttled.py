"""What the page says of Azure's request budgets, and the table that comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import summary, throttled
from bench.throttled_page import ASYNCIO, OURS

if TYPE_CHECKING:
    from bench.results import Row


def step(seconds: float | None, bound: float, refused: int = 0) -> Row:
    return {"seconds": seconds, "bound": bound, "refused": refused, "failed": seconds is None}


def test_each_step_stands_beside_its_bound_and_a_failure_is_told() -> None:
    rows = [
        {"count": 300, "way": ASYNCIO, "time_scale": 1.0, "steps": {"all": {**step(None, 0.0, 412), "bound": None}}},
        {"count": 300, "way": OURS, "time_scale": 0.01, "steps": {"publish": step(780.25, 737.0)}},
    ]

    lines = throttled.section(rows).splitlines()[-2:]

    assert lines[0] == f"| 300 | {OURS} | publish | 0.01 | 780.2 | 737.0 | 43.2 | 0 | succeeded |"
    assert lines[1] == f"| 300 | {ASYNCIO} | all | 1 | - | - | - | 412 | **failed** |"


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
