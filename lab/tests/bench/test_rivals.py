from __future__ import annotations

from typing import TYPE_CHECKING

from bench.rivals import OURS, section
from bench.rivals_ways import WAYS

if TYPE_CHECKING:
    from bench.results import Row


def row(way: str, count: int, *seconds: float, **more: object) -> Row:
    return {"name": f"{way}, {count}", "way": way, "count": count, "seconds": list(seconds), **more}


def lines(rows: list[Row], start: str) -> list[str]:
    return [line for line in section(rows).splitlines() if line.startswith(f"| {start} |")]


def test_what_takes_one_image_after_the_other_is_computed_where_it_was_not_measured() -> None:
    rows = [row("az, one by one", 1, 20.0), row("az, one by one", 10, 150.0), row(OURS, 100, 30.0)]
    times, ratios = lines(rows, "az, one by one")
    assert times == "| az, one by one | 20.0 | 150.0 | *1500* |"
    assert ratios == "| az, one by one | - | - | 0.02 |"


def test_ratios_are_of_medians_and_a_stopped_way_has_none() -> None:
    stopped = {"name": "az, xargs -P, 10", "way": "az, xargs -P", "count": 10, "stopped_minutes": 15.0}
    rows = [row(OURS, 10, 18.0, 22.0, 20.0), row("SDK, asyncio", 10, 10.0, 50.0, 16.0), stopped]
    times, ratios, added = lines(rows, "SDK, asyncio")
    assert (times, ratios) == ("| SDK, asyncio | 16.0 (10.0 - 50.0) |", "| SDK, asyncio | 1.25 |")
    assert added.startswith("| SDK, asyncio | 6.0 ")
    assert lines(rows, "az, xargs -P")[:2] == ["| az, xargs -P | over 900 |", "| az, xargs -P | - |"]


def test_every_way_has_its_line() -> None:
    assert all(lines([row(OURS, 1, 16.0)], way) for way in WAYS)
