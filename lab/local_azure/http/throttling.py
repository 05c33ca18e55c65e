"""How many requests a caller may make: the buckets of Resource Manager and of each resource type.

Buckets belong to a subscription and a caller. Requests take as long here as they do with Azure, whatever the time
scale, and so a bucket runs empty as fast and fills at Azure's pace; what is scaled is waiting. A bucket that was used
up is closed for as long as `Retry-After` says, scaled, and has afterwards what Azure fills in during that time; a pause
of a whole window, scaled, fills it. At scale 1 all of that is one and the same: a bucket that fills evenly.

Sizes of resource types are those seen in traffic (docs/reference/azure-galleries.md#request-budgets); those of Resource
Manager are the hourly ones of
learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling, whose remains were seen (1199
writes, 14999 deletes). Of Compute 120 and 1200 seconds of waiting were seen
(github.com/Azure/azure-rest-api-specs/issues/270), of galleries 120 (github.com/Azure/AgentBaker/pull/8314).
"""

from __future__ import annotations

import json
import math
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.clock import timestamp
from local_azure.arm.errors import ArmError
from local_azure.http.operation_urls import SHORTEST_MILLISECONDS
from local_azure.http.user_quota import QUERIES, UserQuota

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_azure.arm.json_types import Json
    from local_azure.arm.resource_type import ResourceType, World

HOUR = 3600.0
MANAGER_LIMITS = {"reads": 12000, "writes": 1200, "deletes": 15000}
SHORT_WINDOW = 180.0
LONG_WINDOW = 1800.0
SHORT_WAIT = 120.0
LONG_WAIT = 1200.0
"""Azure's seconds to wait for Compute's two windows; galleries say 120 for both."""
MANAGER_WAIT = 6.0
"""Resource Manager's vary; 6 is one that was seen (github.com/MicrosoftDocs/azure-docs/issues/105248)."""

Policy = tuple[str, int, int]


@dataclass
class Bucket:
    """`size` tokens for `window` seconds of Azure's; `scale` shortens waiting, and nothing else."""

    size: int
    window: float
    scale: float
    level: float
    seen_at: float
    wait: float
    """Azure's seconds to wait when it is used up."""
    opens_at: float | None = None

    def take(self, now: float) -> bool:
        """Take one token; False when there is none, or while it is closed."""
        self._fill(now)
        if self.opens_at is None and self.level >= 1:
            self.level -= 1
            return True
        if self.opens_at is None:
            self.opens_at = now + self.wait * self.scale
        return False

    def _fill(self, now: float) -> None:
        paused, self.seen_at = now - self.seen_at, now
        if paused >= self.window * self.scale:
            self.level, self.opens_at = self.size, None
        elif self.opens_at is None:
            self.level = min(self.size, self.level + paused * self.size / self.window)
        elif now >= self.opens_at:
            self.level, self.opens_at = max(1.0, self.size * self.wait / self.window), None


@dataclass
class Throttle:
    """All buckets of one local Azure, each `share` times as large as Azure's.

    With a share of 0 nothing is counted and no header is sent.
    """

    world: World
    share: float = 1.0
    _quotas: dict[str, UserQuota] = field(default_factory=dict[str, UserQuota])
    _buckets: dict[tuple[str, str, str], Bucket] = field(default_factory=dict[tuple[str, str, str], Bucket])

    def admit(self, subscription: str, caller: str, access: str, kind: ResourceType | None) -> dict[str, str]:
        """Count a request; the headers that tell what remains, or 429."""
        if not self.share:
            return {}
        owner = (subscription.lower(), caller)
        headers = self._admit_to_manager(owner, access)
        policy = _policy_of(kind, access) if kind is not None else None
        if kind is None or policy is None:
            return headers
        return headers | {"x-ms-ratelimit-remaining-resource": self._admit_to_provider(owner, kind, access, policy)}

    def admit_query(self, caller: str) -> dict[str, str]:
        """Count a query of Resource Graph; the headers that tell what remains, or 429."""
        if not self.share:
            return {}
        if caller not in self._quotas:
            size = max(1, int(QUERIES * self.share))
            self._quotas[caller] = UserQuota(size, self.world.clock.time_scale, self.world.now)
        return self._quotas[caller].take(self.world.now)

    def reset(self) -> None:
        """Fill every bucket."""
        self._quotas.clear()
        self._buckets.clear()

    def _admit_to_manager(self, owner: tuple[str, str], access: str) -> dict[str, str]:
        group = {"delete": "deletes", "get": "reads", "list": "reads", "head": "reads", "poll": "reads"}.get(
            access, "writes"
        )
        bucket = self._bucket(owner, group, MANAGER_LIMITS[group], HOUR, MANAGER_WAIT)
        if not bucket.take(self.world.now):
            raise manager_limit_reached(owner[0], group, bucket)
        return {f"x-ms-ratelimit-remaining-subscription-{group}": str(int(bucket.level))}

    def _admit_to_provider(self, owner: tuple[str, str], kind: ResourceType, access: str, policy: Policy) -> str:
        name, short, long = policy
        now = self.world.now
        long_wait = SHORT_WAIT if kind.throttle.by_collection else LONG_WAIT
        buckets = {
            f"{name}3Min": self._bucket(owner, f"{name}3Min", short, SHORT_WINDOW, SHORT_WAIT),
            f"{name}30Min": self._bucket(owner, f"{name}30Min", long, LONG_WINDOW, long_wait),
        }
        used_up = {label: bucket for label, bucket in buckets.items() if not bucket.take(now)}
        if used_up and kind.throttle.by_collection:
            raise collection_limit_reached(kind.name, access, next(iter(used_up.values())))
        if used_up:
            raise provider_limit_reached(used_up, now)
        namespace = kind.name.split("/", 1)[0]
        return ",".join(f"{namespace}/{label};{int(bucket.level)}" for label, bucket in buckets.items())

    def _bucket(self, owner: tuple[str, str], name: str, size: int, window: float, wait: float) -> Bucket:
        key = (*owner, name)
        if key not in self._buckets:
            held = max(1, int(size * self.share))
            self._buckets[key] = Bucket(held, window, self.world.clock.time_scale, held, self.world.now, wait)
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


def waiting_headers(azure_seconds: float, scale: float) -> dict[str, str]:
    """How long a refused caller waits: whole seconds, as in HTTP, and at another scale the exact time beside them.

    azcore and the stand-in provider wait what the second header says; a client that knows only the first waits longer.
    """
    seconds = azure_seconds * scale
    headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
    if scale != 1.0:
        headers["x-ms-retry-after-ms"] = str(max(SHORTEST_MILLISECONDS, math.ceil(seconds * 1000)))
    return headers


def manager_limit_reached(subscription: str, group: str, bucket: Bucket) -> ArmError:
    """429 of Resource Manager.

    Source: learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling.
    """
    return ArmError(
        429,
        "SubscriptionRequestsThrottled",
        f"Number of '{group}' requests for subscription '{subscription}' exceeded the limit. Please try again after "
        f"'{bucket.wait:.0f}' seconds.",
        extra_headers=waiting_headers(bucket.wait, bucket.scale),
    )


def collection_limit_reached(kind: str, access: str, bucket: Bucket) -> ArmError:
    """429 of the gateway in front of galleries (github.com/Azure/AgentBaker/pull/8314).

    The text is the one that was reported of machines; its last sentence is general knowledge.
    """
    verb = {"put": "write", "patch": "write", "delete": "delete"}.get(access, "read")
    return ArmError(
        429,
        "ResourceCollectionRequestsThrottled",
        f"Operation '{kind}/{verb}' failed as server encountered too many requests. Please try after "
        f"'{bucket.wait:.0f}' seconds. Tracking Id is '{uuid.uuid4()}'.",
        extra_headers=waiting_headers(bucket.wait, bucket.scale) | {"x-ms-failure-cause": "gateway"},
    )


def provider_limit_reached(used_up: Mapping[str, Bucket], now: float) -> ArmError:
    """429 of Compute (learn.microsoft.com/troubleshoot/azure/virtual-machines/troubleshooting-throttling-errors).

    It names every bucket that is used up, and the longest time to wait (github.com/Azure/aks-engine/issues/2295).
    """
    longest = max(used_up.values(), key=lambda bucket: bucket.wait)
    return ArmError(
        429,
        "OperationNotAllowed",
        "The server rejected the request because too many requests have been received for this subscription.",
        details=[
            {"code": "TooManyRequests", "target": label, "message": _measured(label, bucket, now)}
            for label, bucket in used_up.items()
        ],
        extra_headers=waiting_headers(longest.wait, longest.scale),
    )


def _measured(label: str, bucket: Bucket, now: float) -> str:
    measured: Json = {
        "operationGroup": label,
        "startTime": timestamp(now - bucket.window),
        "endTime": timestamp(now),
        "allowedRequestCount": bucket.size,
        "measuredRequestCount": bucket.size + 1,
    }
    return json.dumps(measured, separators=(",", ":"))
