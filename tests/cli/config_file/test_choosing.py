"""What an answer to "which?" means."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.config_file.choosing import picked, selection
from managed_image_to_gallery.cli.failures import CommandFailed
from tests.cli.migrations import image


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [("2", [2]), ("1-3", [1, 2, 3]), ("ALL", [1, 2, 3, 4])],
)
def test_numbers_and_ranges(answer: str, numbers: list[int]) -> None:
    assert selection(answer, 4) == numbers


@pytest.mark.parametrize("answer", ["", "0", "5", "3-2", "2-9", "web", "1;2", "1 2"])
def test_anything_else_is_asked_again(answer: str) -> None:
    assert selection(answer, 4) is None


IMAGES = [image(name) for name in ("db", "web-a", "web-b", "x")]


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("3 1", ["db", "web-b"]),
        ("1-3,2", ["db", "web-a", "web-b"]),
        ("WEB-*", ["web-a", "web-b"]),
        ("x, 1", ["db", "x"]),
        ("all", ["db", "web-a", "web-b", "x"]),
    ],
)
def test_numbers_names_and_globs_mean_images_in_their_order(answer: str, names: list[str]) -> None:
    assert [one.id.name for one in picked(answer, IMAGES)] == names


@pytest.mark.parametrize(("answer", "why"), [("1 9", "9 is not among the numbers 1 to 4"), ("wbe-*", "fits wbe-")])
def test_a_word_that_means_nothing_picks_nothing(answer: str, why: str) -> None:
    with pytest.raises(CommandFailed, match=why):
        picked(answer, IMAGES)
