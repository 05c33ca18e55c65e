"""How many requests a caller may make: the buckets of Resource Manager and of each resource type.

Buckets belong to a subscription and a caller; beside them Resource Manager has some for all callers of a subscription.
Azure's sizes hold at every time scale, and so does Azure's pace of filling (`buckets`). Polls of a long operation are
another matter: `Retry-After` is scaled, so they come 1/scale times as often as with Azure, and each takes `scale` of a
token: an operation costs at every scale what it costs with Azure.

Sizes of resource types are those seen in traffic (docs/reference/azure-galleries.md#request-budgets). Of Compute 120
and 1200 seconds of waiting were seen (github.com/Azure/azure-rest-api-specs/issues/270), of galleries 120
(github.com/Azure/AgentBaker/pull/8314).
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.clock import timestamp
from local_azure.arm.errors import ArmError
from local_azure.http.buckets import Bucket, waiting_headers
from local_azure.http.manager_limits import Limit, counters, group_of, subscription_limit_reached
from local_azure.http.user_quota import QUERIES, UserQuota

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_azure.arm.json_types import Json
    from local_azure.arm.resource_type import ResourceType, World

SHORT_WINDOW = 180.0
LONG_WINDOW = 1800.0
SHORT_WAIT = 120.0
LONG_WAIT = 1200.0
"""Azure's seconds to wait for Compute's two windows; galleries say 120 for both."""

Policy = tuple[str, int, int]


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
        subscription, caller = owner
        limits, group = self.world.settings.manager_limits, group_of(access)
        told: dict[str, str] = {}
        for name, counted, limit in counters(limits, group, caller):
            bucket = self._bucket((subscription, counted), name, limit)
            if not self._take(bucket, access):
                raise subscription_limit_reached(limits, subscription, counted, group, bucket)
            told[f"x-ms-ratelimit-remaining-subscription-{name}"] = str(int(bucket.level))
        return told

    def _admit_to_provider(self, owner: tuple[str, str], kind: ResourceType, access: str, policy: Policy) -> str:
        name, short, long = policy
        long_wait = SHORT_WAIT if kind.throttle.by_collection else LONG_WAIT
        buckets = {
            f"{name}3Min": self._bucket(owner, f"{name}3Min", Limit(short, SHORT_WINDOW, SHORT_WAIT)),
            f"{name}30Min": self._bucket(owner, f"{name}30Min", Limit(long, LONG_WINDOW, long_wait)),
        }
        used_up = {label: bucket for label, bucket in buckets.items() if not self._take(bucket, access)}
        if used_up and kind.throttle.by_collection:
            raise collection_limit_reached(kind.name, access, next(iter(used_up.values())))
        if used_up:
            raise provider_limit_reached(used_up, self.world.now)
        namespace = kind.name.split("/", 1)[0]
        return ",".join(f"{namespace}/{label};{int(bucket.level)}" for label, bucket in buckets.items())

    def _bucket(self, owner: tuple[str, str], name: str, limit: Limit) -> Bucket:
        key = (*owner, name)
        if key not in self._buckets:
            held = max(1, int(limit.size * self.share))
            scale = self.world.clock.time_scale
            self._buckets[key] = Bucket(held, limit.window, scale, held, self.world.now, limit.wait)
        return self._buckets[key]

    def _take(self, bucket: Bucket, access: str) -> bool:
        return bucket.take(self.world.now, bucket.scale if access == "poll" else 1.0)


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
