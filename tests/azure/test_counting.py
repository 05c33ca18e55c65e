"""Numbers and lists in sentences."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.counting import counted, listed


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 versions"), (1, "1 version"), (2, "2 versions"), (6985, "6,985 versions")]
)
def test_nouns_have_the_plural_that_the_number_asks_for(count: int, text: str) -> None:
    assert counted(count, "version") == text


def test_an_irregular_plural_is_given() -> None:
    assert counted(2, "gallery", "galleries") == "2 galleries"


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, ""), (1, "a"), (3, "a, b, c"), (4, "a, b, c, d"), (5, "a, b, c and 2 more"), (26, "a, b, c and 23 more")],
)
def test_names_are_left_out_only_where_that_makes_it_shorter(count: int, text: str) -> None:
    assert listed(list("abcdefghijklmnopqrstuvwxyz")[:count]) == text
