"""What an answer to "which?" means."""

from __future__ import annotations

import pytest

from gallery_migrate.config_file.picker import selection


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [("2", [2]), ("3 1", [1, 3]), ("1-3,2", [1, 2, 3]), ("ALL", [1, 2, 3, 4])],
)
def test_numbers_and_ranges(answer: str, numbers: list[int]) -> None:
    assert selection(answer, 4) == numbers


@pytest.mark.parametrize("answer", ["", "0", "5", "3-2", "2-9", "web", "1;2"])
def test_anything_else_is_asked_again(answer: str) -> None:
    assert selection(answer, 4) is None
