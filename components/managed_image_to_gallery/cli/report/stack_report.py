"""The report of one stack: its content from the state, the config, Azure and the journal, written as two files."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias, cast

from managed_image_to_gallery.cli.azure_reads.shared_facts import FEW, SharedFacts, open_connections
from managed_image_to_gallery.cli.azure_reads.stack_facts import StackFacts
from managed_image_to_gallery.cli.evidence_file import evidence_in
from managed_image_to_gallery.cli.report.costs import Cost, Prices, cost_of_migration
from managed_image_to_gallery.cli.report.document import Content, html, markdown
from managed_image_to_gallery.cli.report.facts import ReportedMigration, read_facts, read_left_out, subscriptions_of
from managed_image_to_gallery.cli.report.timeline import Span, bars_of
from managed_image_to_gallery.cli.selection.stages_in_state import stages_in_state
from managed_image_to_gallery.cli.stored_records import stored_migrations
from managed_image_to_gallery.component.state.former_names import adopted_image

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.config.choices import Stage
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage


Spans: TypeAlias = "Mapping[str, Sequence[Span]]"
"""When regions were replicated, by the name of the migration; may have those of more stacks."""


@dataclass(frozen=True)
class StackSnapshot:
    """A stack as the engine has it: its migrations, and by name the evidence and the adopted image of the state.

    A migration is in the stage that the stack has, also where the file says another one (`not_applied`, by name).
    """

    stack: str
    settings: AzureSettings
    subscriptions: set[str]
    migrations: Sequence[Migration]
    evidence: Mapping[str, JsonObject]
    adopted: Mapping[str, AdoptedImage | None]
    not_applied: Sequence[str] = ()

    @property
    def taken(self) -> set[str]:
        """The folded ids of the images that the stack's migrations take."""
        return {one.source_id.key for one in self.migrations}


async def read_snapshot(opened: MigrationStack) -> StackSnapshot:
    """Ask the engine, whose processes are waited for beside others. Raises EngineFailed or ConfigFaults."""
    return await asyncio.to_thread(_ask, opened)


def _ask(opened: MigrationStack) -> StackSnapshot:
    state, evidence, stages = _records(opened)
    planned = opened.plan().migrations
    migrations = [replace(one, stage=stages.get(one.name, one.stage)) for one in planned]
    subscriptions = subscriptions_of(opened.subscription_id(), migrations)
    adopted = {one.name: adopted_image(state, one) for one in migrations}
    not_applied = [one.name for one in planned if stages.get(one.name) is not one.stage]
    return StackSnapshot(opened.name, opened.settings(), subscriptions, migrations, evidence, adopted, not_applied)


def _records(opened: MigrationStack) -> tuple[OwnState, Mapping[str, JsonObject], Mapping[str, Stage]]:
    """Records hold no secret unless a program makes them one, and then read as damaged until they are decrypted."""
    state = opened.stored_state()
    evidence = evidence_in(cast("JsonObject", state))
    if not all(entry["intact"] for entry in evidence.values()):
        state = opened.state()
        evidence = evidence_in(cast("JsonObject", state))
    return stored_migrations(state), evidence, stages_in_state(state)


async def content_of(snapshot: StackSnapshot, shared: SharedFacts, prices: Prices | None, spans: Spans) -> Content:
    """The content without the images that are left out. Raises ReadFailed."""
    adopted = {one.source_id.key: snapshot.adopted.get(one.name) for one in snapshot.migrations}
    look = StackFacts(shared, {key: record for key, record in adopted.items() if record})
    facts = await read_facts(look, snapshot.migrations, snapshot.evidence, snapshot.adopted, time.time())
    names = dict.fromkeys(one.migration.name for one in facts)
    return Content(
        stack=snapshot.stack,
        made_at=now(),
        facts=facts,
        bars=bars_of([span for name in names for span in spans.get(name, ())]),
        prices=prices,
        costs=_costs(prices, facts) if prices else {},
        not_applied=snapshot.not_applied,
    )


def now() -> str:
    """The time as the reports write it."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _costs(prices: Prices, facts: Sequence[ReportedMigration]) -> dict[str, Cost]:
    found: dict[str, Cost] = {}
    for one in facts:
        if one.size_gb is not None:
            found[one.migration.name] = cost_of_migration(prices, one.size_gb, one.migration)
    return found


async def write_stack(opened: MigrationStack, output: Path, prices: Prices | None, spans: Spans) -> None:
    """Write the report of a stack, which names the images that it leaves out. Raises ReadFailed and others."""
    snapshot = await read_snapshot(opened)
    async with open_connections(many=len(snapshot.migrations) > FEW) as connections:
        shared = await connections.facts(snapshot.settings)
        content, (left_out, certainty) = await asyncio.gather(
            content_of(snapshot, shared, prices, spans), read_left_out(shared, snapshot.subscriptions, snapshot.taken)
        )
    write_document(output, replace(content, left_out=left_out, certainty=certainty))


def write_document(output: Path, content: Content) -> None:
    """Write both documents of a content."""
    output.write_text(html(content), encoding="utf-8")
    output.with_suffix(".md").write_text(markdown(content), encoding="utf-8")
