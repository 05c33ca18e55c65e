"""How long things take, in Azure's seconds, with what they were seen to take (docs/reference/azure-galleries.md#times).

| what | seen | here |
|---|---|---|
| create, 127 GB, one region | about 19 min (2021) | 1142 s |
| create, 40 GB, one region | about 8 min (2026) | 481 s |
| create, three snapshots of 10 GB | 495 s | 405 s |
| add a region, 40 GB, same continent | 556 s | 557 s |
| change of metadata, restore | 150 s | 150 s |
| drop replicated locations | 195 s | 195 s |
| delete / to the recycle bin / past it | 90 s / 150 s / 135 s | the same |

Size and distance make a straight line through what was seen; other continents were not seen and take twice as long.
"""

from __future__ import annotations

from local_azure.arm.regions import find_region

BASE = 177.0
PER_GB = 7.6
SAME_GEOGRAPHY = 1.25
OTHER_GEOGRAPHY = 2.0
READ_SOURCE = 30.0
"""How long a region is `Unknown`, before its copy begins; inferred from the states' names."""
UPDATE = 150.0
DROP_REGION = 195.0
DELETE = 90.0
SOFT_DELETE = 150.0
BYPASS_SOFT_DELETE = 135.0
MISFIT = 0.1
"""A version that does not fit fails at once: start and end of the operation were the same.

Source: docs/reference/azure-errors.md#other-generation.
"""
SHALLOW = 60.0
"""A Shallow version copies nothing; inferred."""
HELD_REGION_RECHECK = 15.0
"""How often an operation looks again at a region that a fault holds; operations end on multiples of 15 s."""


def replication_seconds(gigabytes: int, home: str, region: str, mode: str) -> float:
    """How long the replication of a version to a region takes."""
    if mode == "Shallow":
        return SHALLOW
    return BASE + gigabytes * PER_GB * _distance(home, region)


def _distance(home: str, region: str) -> float:
    if home == region:
        return 1.0
    here, there = find_region(home), find_region(region)
    same = here is not None and there is not None and here.geography == there.geography
    return SAME_GEOGRAPHY if same else OTHER_GEOGRAPHY
