"""What Azure's headers say is left, and how it counts by them."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.budgets import BY_THE_HOUR, BY_THE_SECOND, manager_budgets, remaining


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "Microsoft.Compute/GetImages3Min;359,Microsoft.Compute/GetImages30Min;1799",
            {"GetImages3Min": 359, "GetImages30Min": 1799},
        ),
        ("Microsoft.Compute/GetImages3Min;359, Microsoft.Compute/GetImages30Min;-1", {"GetImages3Min": 359}),
        ("GetImages3Min", {}),
        ("", {}),
    ],
)
def test_what_is_left_is_read_from_the_header(header: str, told: dict[str, int]) -> None:
    assert remaining({"x-ms-ratelimit-remaining-resource": header}) == told


def test_an_answer_without_the_header_says_nothing() -> None:
    assert remaining({}) == {}


@pytest.mark.parametrize(("header", "told"), [("249", {"subscription-reads": 249}), ("many", {}), ("", {})])
def test_what_resource_manager_has_left_is_read_from_its_own_header(header: str, told: dict[str, int]) -> None:
    assert remaining({"x-ms-ratelimit-remaining-subscription-reads": header}) == told


@pytest.mark.parametrize(
    ("left", "counts"),
    [(249, BY_THE_SECOND), (0, BY_THE_SECOND), (11_999, BY_THE_HOUR), (251, BY_THE_HOUR), (None, BY_THE_SECOND)],
)
def test_how_resource_manager_counts_is_told_by_how_much_it_has_left(left: int | None, counts: object) -> None:
    assert manager_budgets({} if left is None else {"subscription-reads": left}) is counts
