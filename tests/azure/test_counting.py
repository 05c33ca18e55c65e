"""Numbers and lists in sentences."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.counting import cause_of, concerned, counted, in_order, listed


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


ID = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/{0}/providers/Microsoft.Compute/images/{0}"


@pytest.mark.parametrize(
    "message",
    [
        f"no right to read {ID}",
        "the client '{0}' may not",
        "Trace ID: 0000000{0}-0000-4000-8000-000000000001 Timestamp: 2026-01-0{0}T10:00:0{0}Z",
    ],
)
def test_messages_about_different_things_have_one_cause(message: str) -> None:
    assert cause_of(message.format(1)) == cause_of(message.format(2))


def test_messages_that_say_something_else_have_not() -> None:
    assert cause_of("HTTP 403 AuthorizationFailed") != cause_of("HTTP 401 InvalidAuthenticationToken")


def test_whom_a_cause_concerns() -> None:
    assert concerned(["a"]) == "1 migration is concerned: a."
    assert concerned([f"i{number}" for number in range(55)]) == "55 migrations are concerned: i0, i1, i2 and 52 more."


def test_names_are_sorted_as_people_do() -> None:
    names = ["web-13", "Web-3", "web-03b", "2019", "web", "10"]
    assert sorted(names, key=in_order) == ["10", "2019", "web", "Web-3", "web-03b", "web-13"]
