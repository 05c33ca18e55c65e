"""Who and where a local Azure is. A module of its own, because clients read it that need no world."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

DEFAULT_SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
DEFAULT_TENANT = "00000000-0000-4000-8000-0000000000aa"


class ManagerLimits(str, Enum):
    """How Resource Manager counts requests (docs/reference/resource-manager.md#throttling)."""

    PER_SECOND = "per-second"
    """Token buckets that fill again every second: public Azure since 2024."""
    HOURLY = "hourly"
    """So many in an hour: Azure China, and subscriptions that were not moved."""


@dataclass(frozen=True)
class Settings:
    """Who and where this Azure is."""

    tenant_id: str = DEFAULT_TENANT
    subscriptions: tuple[str, ...] = (DEFAULT_SUBSCRIPTION,)
    filter_lists: bool = False
    """Whether a list answers 200 with what the caller may read, be it nothing, where it is otherwise 403."""
    manager_limits: ManagerLimits = ManagerLimits.PER_SECOND
