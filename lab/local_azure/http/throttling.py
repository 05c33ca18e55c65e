"""How many requests a caller may make: the buckets of Resource Manager and of each resource type.

Buckets belong to a subscription and a caller. One that is used up fills again evenly over its window, and the windows
shrink with the time scale as every other duration does. Sizes of resource types are those seen in traffic
(docs/reference/azure-galleries.md#request-budgets); those of Resource Manager are the hourly ones of
learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling, whose remains were seen (1199
writes, 14999 deletes).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.clock import timestamp
from local_azure.arm.errors import ArmError
from local_azure.http.operation_urls import retry_headers

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json
    from local_azure.arm.resource_type import ResourceType, World

HOUR = 3600.0
MANAGER_LIMITS = {"reads": 12000, "writes": 1200, "deletes": 15000}
SHORT_WINDOW = 180.0
LONG_WINDOW = 1800.0

Policy = tuple[str, int, int]


@dataclass
class Bucket:
    """`size` tokens that fill again in `window` seconds (of this Azure)."""

    size: int
    window: float
    level: float
    filled_at: float

    def take(self, now: float) -> bool:
        """Take one token; False when there is none."""
        self.level = min(self.size, self.level + (now - self.filled_at) * self.size / self.window)
        self.filled_at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True

    @property
    def seconds_to_next(self) -> float:
        """How long until there is a token again."""
        return max(0.0, (1 - self.level) * self.window / self.size)


@dataclass
class Throttle:
    """All buckets of one local Azure; `enabled` False counts nothing and answers no header."""

    world: World
    enabled: bool = True
    _buckets: dict[tuple[str, str, str], Bucket] = field(default_factory=dict[tuple[str, str, str], Bucket])

    def admit(self, subscription: str, caller: str, access: str, kind: ResourceType | None) -> dict[str, str]:
        """Count a request; the headers that tell what remains, or 429."""
        if not self.enabled:
            return {}
        owner = (subscription.lower(), caller)
        headers = self._admit_to_manager(owner, access)
        policy = _policy_of(kind, access) if kind is not None else None
        if kind is None or policy is None:
            return headers
        namespace = kind.name.split("/", 1)[0]
        return headers | {"x-ms-ratelimit-remaining-resource": self._admit_to_provider(owner, namespace, policy)}

    def reset(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()

    def _admit_to_manager(self, owner: tuple[str, str], access: str) -> dict[str, str]:
        group = {"delete": "deletes", "get": "reads", "list": "reads", "head": "reads", "poll": "reads"}.get(
            access, "writes"
        )
        bucket = self._bucket(owner, group, MANAGER_LIMITS[group], HOUR)
        if not bucket.take(self.world.now):
            raise manager_limit_reached(owner[0], group, bucket.seconds_to_next)
        return {f"x-ms-ratelimit-remaining-subscription-{group}": str(int(bucket.level))}

    def _admit_to_provider(self, owner: tuple[str, str], namespace: str, policy: Policy) -> str:
        name, short, long = policy
        shown: list[str] = []
        for label, size, window in ((f"{name}3Min", short, SHORT_WINDOW), (f"{name}30Min", long, LONG_WINDOW)):
            bucket = self._bucket(owner, label, size, window)
            if not bucket.take(self.world.now):
                raise provider_limit_reached(label, bucket, self.world.now)
            shown.append(f"{namespace}/{label};{int(bucket.level)}")
        return ",".join(shown)

    def _bucket(self, owner: tuple[str, str], name: str, size: int, window: float) -> Bucket:
        key = (*owner, name)
        if key not in self._buckets:
            scaled = max(self.world.clock.scaled(window), 0.001)
            self._buckets[key] = Bucket(size, scaled, size, self.world.now)
        return self._buckets[key]


def _policy_of(kind: ResourceType, access: str) -> Policy | None:
    policies: dict[str, Policy | None] = {
        "put": kind.throttle.put,
        "patch": kind.throttle.put,
        "delete": kind.throttle.delete,
        "get": kind.throttle.get,
        "list": kind.throttle.list,
        "poll": kind.throttle.poll,
    }
    return policies.get(access)


def manager_limit_reached(subscription: str, group: str, seconds: float) -> ArmError:
    """429 of Resource Manager.

    Source: learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling.
    """
    return ArmError(
        429,
        "SubscriptionRequestsThrottled",
        f"Number of '{group}' requests for subscription '{subscription}' exceeded the limit. Please try again after "
        f"'{max(1, round(seconds))}' seconds.",
        extra_headers=retry_headers(seconds),
    )


def provider_limit_reached(label: str, bucket: Bucket, now: float) -> ArmError:
    """429 of Compute (learn.microsoft.com/troubleshoot/azure/virtual-machines/troubleshooting-throttling-errors)."""
    measured: Json = {
        "operationGroup": label,
        "startTime": timestamp(now - bucket.window),
        "endTime": timestamp(now),
        "allowedRequestCount": bucket.size,
        "measuredRequestCount": bucket.size + 1,
    }
    return ArmError(
        429,
        "OperationNotAllowed",
        "The server rejected the request because too many requests have been received for this subscription.",
        details=[{"code": "TooManyRequests", "target": label, "message": json.dumps(measured, separators=(",", ":"))}],
        extra_headers=retry_headers(bucket.seconds_to_next),
    )
