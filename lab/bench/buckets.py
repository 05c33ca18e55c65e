"""Azure's request buckets at the sizes that were recorded.

Sizes of resource types: docs/reference/azure-galleries.md#request-budgets, of Resource Manager:
docs/reference/resource-manager.md#throttling, both as local Azure applies them (`local_azure.http.throttling`). A
bucket starts full and fills again evenly.
"""

from __future__ import annotations

from dataclasses import dataclass

from local_azure.arm.settings import ManagerLimits
from local_azure.catalog import resource_types
from local_azure.http.manager_limits import LIMITS, group_of
from local_azure.http.throttling import LONG_WINDOW, SHORT_WINDOW

HOUR = 3600.0
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

    def seconds_for(self, requests: int) -> float:
        """When the last of so many requests is answered; 0 where the full bucket bears them all."""
        return max(0, requests - self.size) * self.seconds / self.size


def buckets_of(resource_type: str, access: str) -> list[Bucket]:
    """The buckets that a request to a resource type is taken from besides those of Resource Manager."""
    throttle = POLICIES.get(resource_type)  # resource groups and lists of everything have no type of their own
    policy: tuple[str, int, int] | None = getattr(throttle, access, None)
    if policy is None:
        return []
    name, short, long = policy
    return [Bucket(f"{name}3Min", short, SHORT_WINDOW), Bucket(f"{name}30Min", long, LONG_WINDOW)]


def manager_bucket(access: str, limits: ManagerLimits) -> Bucket:
    """The bucket of Resource Manager for a kind of request; that of all callers together no single one empties."""
    group = group_of(access)
    limit = LIMITS[limits][group]
    return Bucket(f"Resource Manager, {group}", limit.size, limit.window)
