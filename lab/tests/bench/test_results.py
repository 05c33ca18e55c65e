from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.results import add, load, measured_on

if TYPE_CHECKING:
    from pathlib import Path


def test_a_row_takes_the_place_of_one_with_its_name(tmp_path: Path) -> None:
    for row in ({"name": "a", "seconds": 1}, {"name": "b", "seconds": 2}, {"name": "a", "seconds": 3}):
        add("part", row, tmp_path)
    assert load("part", tmp_path) == [{"name": "a", "seconds": 3}, {"name": "b", "seconds": 2}]


def test_rows_of_another_machine_are_not_mixed_with_these(tmp_path: Path) -> None:
    others = {"machine": {"cores": "64"}, "rows": [{"name": "fast"}]}
    (tmp_path / "part.json").write_text(json.dumps(others))
    add("part", {"name": "here"}, tmp_path)
    assert load("part", tmp_path) == [{"name": "here"}]
    assert measured_on("part", tmp_path)["cores"] != "64"


def test_a_part_that_was_never_measured_has_no_rows(tmp_path: Path) -> None:
    assert load("part", tmp_path) == []
    assert measured_on("part", tmp_path) == {}
