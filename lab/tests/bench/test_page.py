from __future__ import annotations

from typing import TYPE_CHECKING

from bench import growth
from bench.page import page, pictures
from bench.results import add
from bench.tables import median_and_spread

if TYPE_CHECKING:
    from pathlib import Path


def grown(command: str, count: int, *seconds: float) -> dict[str, object]:
    told = {"seconds": list(seconds), "processor_seconds": {"engine": 1.0}, "peak_mb": {"program": 100.0 + count}}
    return {"name": f"{command}, {count}", "command": command, "count": count, **told}


def test_the_page_has_the_parts_that_were_measured_and_what_was_changed(tmp_path: Path) -> None:
    add("growth", grown("publish", 10, 5.0), tmp_path)
    text = page(tmp_path, "## What was slow\n")
    assert "| publish | 5.0 | - |" in text
    assert text.endswith("## What was slow\n")
    assert "## Against the bound" not in text


def test_the_same_results_give_the_same_pictures(tmp_path: Path) -> None:
    for count in (10, 100):
        add("growth", grown("publish", count, 0.5 * count), tmp_path)
    first = pictures(tmp_path)
    assert list(first) == ["bench-growth.svg"]
    assert first == pictures(tmp_path)
    assert "script" not in first["bench-growth.svg"]


def test_growth_is_told_by_the_exponent_and_a_stopped_command_by_its_limit() -> None:
    rows = [grown("publish", count, 2.0 + 0.1 * count) for count in (0, 10, 30, 100)]
    rows.append({"name": "publish, 300", "command": "publish", "count": 300, "stopped_minutes": 15.0})
    text = growth.section(rows)
    assert "| publish | 2.0 | 3.0 | 5.0 | 12.0 | over 900 | 1.00 |" in text
    assert "| program | 100 | 110 | 130 | 200 | - |" in text


def test_what_is_repeated_shows_its_spread() -> None:
    assert median_and_spread([3.0, 1.0, 2.0]) == "2.0 (1.0 - 3.0)"
    assert median_and_spread([2.345], 2) == "2.35"
