"""Azure's request buckets at the sizes that were recorded.

Sizes of resource types: docs/reference/azure-galleries.md#request-budgets, as local Azure applies them
(`local_azure.http.throttling`). A bucket starts full and fills again evenly.
"""

from __future__ import annotations

from dataclasses import dataclass

from local_azure.catalog import resource_types
from local_azure.http.throttling import HOUR, LONG_WINDOW, MANAGER_LIMITS, SHORT_WINDOW

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
