from __future__ import annotations

from typing import Any

from bench import goals, rivals
from bench.bound_page import PACKED, PARALLEL
from bench.parts import PARTS


def results(**rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {part: rows.get(part, []) for part in PARTS}


def published(*seconds: float) -> list[dict[str, Any]]:
    runs = [{"published": {"seconds": each, "bound": 60.0, "refused": 0}} for each in seconds]
    return [{"name": "100", "count": 100, "way": PARALLEL, "runs": runs}]


def test_a_goal_is_met_by_the_median_of_the_runs() -> None:
    met = "| publish 100 images: time / bound | 1.15 | 1.10 | yes |"
    assert met in goals.section(results(bound=published(66.0, 90.0, 61.0)))


def test_a_goal_that_is_missed_says_so_and_one_that_was_not_measured_too() -> None:
    text = goals.section(results(bound=published(90.0)))
    assert "| publish 100 images: time / bound | 1.15 | 1.50 | **no** |" in text
    assert "| publish 1,000 images: time / bound | 1.3 | not measured | - |" in text


def test_retiring_is_set_beside_the_replication_and_beside_the_deletes() -> None:
    runs = [{"published": {"seconds": 70.0, "bound": 60.0}, "retired": {"seconds": 30.0, "bound": 0.5}}]
    rows = [{"name": "100", "count": 100, "way": PACKED, "runs": runs}]
    text = goals.section(results(bound=rows))
    assert "| retire 100 images, state compressed: time / longest replication | 1.15 | 0.50 | yes |" in text
    assert "| retire 100 images, state compressed: time / bound of the deletes | 1.15 | 60.00 | **no** |" in text


def test_the_project_is_compared_with_the_fastest_script_of_each_size() -> None:
    ours = [{"way": rivals.OURS, "count": count, "seconds": [each]} for count, each in ((1, 15.0), (10, 20.0))]
    scripts = [
        {"way": rivals.OTHERS[0], "count": 1, "seconds": [12.0]},
        {"way": rivals.OTHERS[0], "count": 10, "seconds": [120.0]},
        {"way": rivals.OTHERS[-1], "count": 10, "seconds": [16.0]},
    ]
    text = goals.section(results(rivals=[*ours, *scripts]))
    assert "| 1 image: time / time of the fastest script | 1.5 | 1.25 | yes |" in text
    assert "| 10 images and more: time / time of the fastest script | 1 | 1.25 | **no** |" in text
