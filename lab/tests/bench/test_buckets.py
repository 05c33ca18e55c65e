from __future__ import annotations

from bench.buckets import buckets_of


def test_buckets_are_those_of_local_azure() -> None:
    short, long = buckets_of("Microsoft.Compute/images", "delete")
    assert (short.size, short.seconds, long.size, long.per_hour) == (120, 180.0, 600, 1200.0)
    assert buckets_of("Microsoft.Resources/resourceGroups", "get") == []
