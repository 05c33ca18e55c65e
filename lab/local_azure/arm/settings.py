"""Who and where a local Azure is. A module of its own, because clients read it that need no world."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
DEFAULT_TENANT = "00000000-0000-4000-8000-0000000000aa"


@dataclass(frozen=True)
class Settings:
    """Who and where this Azure is."""

    tenant_id: str = DEFAULT_TENANT
    subscriptions: tuple[str, ...] = (DEFAULT_SUBSCRIPTION,)
    filter_lists: bool = False
    """Whether a list answers 200 with what the caller may read, be it nothing, where it is otherwise 403."""
