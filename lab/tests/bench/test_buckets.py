from __future__ import annotations

import pytest

from bench.buckets import buckets_of, manager_bucket
from local_azure.arm.settings import ManagerLimits


def test_buckets_are_those_of_local_azure() -> None:
    short, long = buckets_of("Microsoft.Compute/images", "delete")
    assert (short.size, short.seconds, long.size, long.per_hour) == (120, 180.0, 600, 1200.0)
    assert buckets_of("Microsoft.Resources/resourceGroups", "get") == []


@pytest.mark.parametrize(
    ("limits", "seconds", "an_hour"),
    [(ManagerLimits.PER_SECOND, 180.0, 36_000), (ManagerLimits.HOURLY, 2_400.0, 1_200)],
)
def test_resource_managers_bucket_is_that_of_the_way_it_counts(
    limits: ManagerLimits, seconds: float, an_hour: float
) -> None:
    writes = manager_bucket("put", limits)
    assert (writes.name, writes.per_hour) == ("Resource Manager, writes", an_hour)
    assert writes.seconds_for(2_000) == seconds
