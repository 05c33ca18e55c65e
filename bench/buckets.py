"""Azure's request buckets at the sizes that were recorded, and the least time that they leave.

Sizes of resource types: reference recordings, as local Azure applies them (`local_azure.http.throttling`). A bucket
starts full and fills again evenly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_azure.catalog import resource_types
from local_azure.http.throttling import HOUR, LONG_WINDOW, MANAGER_LIMITS, SHORT_WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

MANAGER_GROUPS = {"get": "reads", "list": "reads", "poll": "reads", "put": "writes", "delete": "deletes"}
"""The bucket of Resource Manager that a kind of request belongs to."""
POLICIES = {each.name: each.throttle for each in resource_types()}


@dataclass(frozen=True)
class Bucket:
    """`size` requests at once, which come back evenly over `seconds` (Azure's)."""

    name: str
    size: int
    seconds: float

    @property
    def per_hour(self) -> float:
        """Requests an hour in the long run."""
        return self.size * HOUR / self.seconds

    def least_seconds(self, requests: int) -> float:
        """How long it takes at least until so many requests were let through."""
        return max(0, requests - self.size) * self.seconds / self.size


def buckets_of(resource_type: str, access: str) -> list[Bucket]:
    """The buckets that a request to a resource type is taken from besides those of Resource Manager."""
    throttle = POLICIES.get(resource_type)  # resource groups and lists of everything have no type of their own
    policy: tuple[str, int, int] | None = getattr(throttle, access, None)
    if policy is None:
        return []
    name, short, long = policy
    return [Bucket(f"{name}3Min", short, SHORT_WINDOW), Bucket(f"{name}30Min", long, LONG_WINDOW)]


def manager_bucket(access: str) -> Bucket:
    """The bucket of Resource Manager for a kind of request."""
    group = MANAGER_GROUPS[access]
    return Bucket(f"Resource Manager, {group}", MANAGER_LIMITS[group], HOUR)


def least_seconds(taken: Sequence[float], at_once: int, buckets: Sequence[Bucket], scale: float) -> float:
    """No client is faster: operations that took so long, with at most `at_once` of them under way.

    It is the longest of them, or all shared out evenly, or the time until the last is let through by a bucket.
    """
    let_through = max((bucket.least_seconds(len(taken)) for bucket in buckets), default=0.0) * scale
    return max(max(taken), sum(taken) / at_once, let_through + min(taken))
