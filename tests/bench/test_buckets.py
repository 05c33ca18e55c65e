from __future__ import annotations

import pytest

from bench.buckets import Bucket, buckets_of, least_seconds

TEN_A_MINUTE = Bucket("ten", 10, 60.0)


@pytest.mark.parametrize(("requests", "seconds"), [(1, 0.0), (10, 0.0), (11, 6.0), (20, 60.0)])
def test_a_bucket_lets_its_size_through_and_then_refills_evenly(requests: int, seconds: float) -> None:
    assert TEN_A_MINUTE.least_seconds(requests) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("taken", "at_once", "least"),
    [
        ([60.0], 100, 60.0),
        ([60.0, 90.0], 100, 90.0),
        ([60.0] * 300, 100, 180.0),
    ],
)
def test_the_bound_is_the_longest_operation_or_all_of_them_shared_out(
    taken: list[float], at_once: int, least: float
) -> None:
    assert least_seconds(taken, at_once, [], 1.0) == pytest.approx(least)


def test_the_bound_waits_for_the_last_one_that_a_bucket_lets_through() -> None:
    assert least_seconds([1.0] * 20, 100, [TEN_A_MINUTE], 0.5) == pytest.approx(0.5 * 60 + 1.0)


def test_buckets_are_those_of_local_azure() -> None:
    short, long = buckets_of("Microsoft.Compute/images", "delete")
    assert (short.size, short.seconds, long.size, long.per_hour) == (120, 180.0, 600, 1200.0)
    assert buckets_of("Microsoft.Resources/resourceGroups", "get") == []
