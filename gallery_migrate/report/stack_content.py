"""What the report of one stack tells, put together from its state, its config, Azure and the journal."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, TypeAlias, cast

from gallery_migrate.evidence_file import evidence_in
from gallery_migrate.looking.stack_look import StackLook
from gallery_migrate.report.costs import cost_of
from gallery_migrate.report.document import Content
from gallery_migrate.report.facts import proven_digest, read_facts
from gallery_migrate.report.left_out import subscriptions_of
from gallery_migrate.report.timeline import bars_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azure_facts.json_types import JsonObject
    from azure_facts.settings import AzureSettings
    from components.migration import Migration
    from gallery_migrate.engine.stack import MigrationStack
    from gallery_migrate.looking.shared_look import SharedLook
    from gallery_migrate.report.costs import Cost, Prices
    from gallery_migrate.report.facts import MigrationFacts
    from gallery_migrate.report.timeline import Span

Spans: TypeAlias = "Mapping[str, Sequence[Span]]"
"""When regions were replicated, by the name of the migration; may have those of more stacks."""


@dataclass(frozen=True)
class Told:
    """What the engine tells of a stack: its migrations, and per migration the evidence of the state."""

    stack: str
    settings: AzureSettings
    subscriptions: set[str]
    migrations: Sequence[Migration]
    evidence: Mapping[str, JsonObject]

    @property
    def taken(self) -> set[str]:
        """The folded ids of the images that the stack's migrations take."""
        return {one.source_id.key for one in self.migrations}


async def told_of(opened: MigrationStack) -> Told:
    """Ask the engine, whose processes are waited for beside others. Raises EngineFailed or ConfigFaults."""
    return await asyncio.to_thread(_ask, opened)


def _ask(opened: MigrationStack) -> Told:
    evidence = _evidence(opened)
    migrations = opened.plan().migrations
    subscriptions = subscriptions_of(opened.subscription_id(), migrations)
    return Told(opened.name, opened.settings(), subscriptions, migrations, evidence)


def _evidence(opened: MigrationStack) -> Mapping[str, JsonObject]:
    """Evidence holds no secret unless a program makes it one, and then reads as damaged until it is decrypted."""
    stored = evidence_in(cast("JsonObject", opened.stored_state()))
    if all(entry["intact"] for entry in stored.values()):
        return stored
    return evidence_in(cast("JsonObject", opened.state()))


async def content_of(told: Told, shared: SharedLook, prices: Prices | None, spans: Spans) -> Content:
    """The content without the images that are left out. Raises ReadFailed."""
    digests = {one.source_id.key: proven_digest(told.evidence.get(one.name)) for one in told.migrations}
    look = StackLook(shared, {key: digest for key, digest in digests.items() if digest})
    facts = await read_facts(look, told.migrations, told.evidence, time.time())
    names = dict.fromkeys(one.migration.name for one in facts)
    return Content(
        stack=told.stack,
        made_at=now(),
        facts=facts,
        bars=bars_of([span for name in names for span in spans.get(name, ())]),
        prices=prices,
        costs=_costs(prices, facts) if prices else {},
    )


def now() -> str:
    """The time as the reports write it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def _costs(prices: Prices, facts: Sequence[MigrationFacts]) -> dict[str, Cost]:
    found: dict[str, Cost] = {}
    for one in facts:
        settings = one.migration.settings
        storage = settings.storage_account_type.value if settings.storage_account_type else "Standard_LRS"
        if one.size_gb is not None:
            found[one.migration.name] = cost_of(prices, one.size_gb, one.migration.target_regions, storage)
    return found
