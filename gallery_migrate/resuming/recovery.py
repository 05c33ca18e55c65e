"""Recovery, in this order: wait for Azure, close what the state has open, adopt what exists, make the update again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from azure_facts.only_copies import only_copies
from azure_facts.reader import AzureReader
from components.args import Stage
from gallery_migrate.adoptions.forgetting import forget_astray
from gallery_migrate.engine.event_report import EventReport
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.kinds import Kind
from gallery_migrate.named_sources import sources_in
from gallery_migrate.plan_text import changes, deletions, lines
from gallery_migrate.questions import confirm
from gallery_migrate.readopt import candidates, existing_of, import_file
from gallery_migrate.resuming.findings import Findings, findings
from gallery_migrate.transitions.agreement import disagreements
from gallery_migrate.transitions.checked_plan import checked_plan
from gallery_migrate.transitions.deletion_consent import require_consent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azure_facts.models import ImageVersion
    from azure_facts.settings import AzureSettings
    from components.migration import Migration
    from gallery_migrate.engine.stack import MigrationStack
    from gallery_migrate.preview_digest import Digest
    from gallery_migrate.progress.watching import Watcher


@dataclass(frozen=True)
class Recovery:
    """One recovery.

    say: a line for people; warn: one that they must act on. expected: images whose deletion was said to be expected.
    yes: nobody is asked.
    """

    stack: MigrationStack
    watcher: Watcher
    say: Callable[[str], None]
    warn: Callable[[str], None]
    expected: Sequence[str]
    yes: bool
    can_ask: bool

    def run(self) -> ExitStatus:
        """Recover. Raises CommandFailed where it cannot, AzureFactsError where Azure does not answer."""
        migrations = self.stack.plan().migrations
        found = self._look(migrations)
        forgotten = forget_astray(self.stack, migrations, self.say, yes=self.yes, can_ask=self.can_ask)
        self.say("\n".join(found.lines() or ([] if forgotten else ["Nothing was left half-done."])))
        if found.building:
            self.watcher.wait_for(found.building)
        if found.pending:
            self.stack.refresh(clear_pending=True)
        self._adopt()
        digest = checked_plan(self.stack)
        if changes(digest):
            return self._update(digest, migrations)
        return self._agreed(migrations)

    def _look(self, migrations: Sequence[Migration]) -> Findings:
        versions, kept = asyncio.run(_versions(self.stack.settings(), migrations))
        return findings(self.stack.state(), migrations, versions, kept)

    def _adopt(self) -> None:
        """Take into the state what Azure has and the state lacks: a create that nobody saw the end of."""
        text = self.stack.preview().text
        wanted = candidates(text, self.stack.subscription_id()) if text else []
        existing = asyncio.run(existing_of(wanted, self.stack.settings())) if wanted else []
        if existing:
            self.say("\n".join(f"{one.name}: it is in Azure already and is taken into the state." for one in existing))
            file = import_file(existing)
            self.stack.adopt(
                cast("list[dict[str, object]]", file["resources"]), cast("dict[str, str]", file["nameTable"])
            )

    def _update(self, digest: Digest, migrations: Sequence[Migration]) -> ExitStatus:
        self.say("\n".join(["This is left to do:", *lines(changes(digest))]))
        deleted = deletions(digest)
        if any(step.kind is Kind.IMAGE for step in deleted):
            require_consent(deleted, self.expected, sources_in(digest), yes=self.yes, can_ask=self.can_ask)
        else:
            confirm("Go on?", yes=self.yes, can_ask=self.can_ask)
        report = EventReport()
        waiting = [one for one in migrations if one.stage is Stage.PUBLISHED]
        watched = self.watcher.watch(lambda: self.stack.update(report), waiting)
        for failure in report.failures:
            self.warn(failure.text())
        if watched.interrupted and not watched.succeeded:
            self.warn("Stopped. `gallery-migrate resume` goes on once more.")
            return ExitStatus.INTERRUPTED
        return self._agreed(migrations) if watched.succeeded else ExitStatus.ENGINE

    def _agreed(self, migrations: Sequence[Migration]) -> ExitStatus:
        kept = {one.source_id for one in migrations if one.stage is not Stage.RETIRED}
        found = [
            difference
            for stage in Stage
            for difference in disagreements(
                self.stack.settings(),
                [
                    one
                    for one in migrations
                    if one.stage is stage and (stage is not Stage.RETIRED or one.source_id not in kept)
                ],
                stage,
            )
        ]
        for difference in found:
            self.warn(f"Azure disagrees: {difference}")
        if not found:
            self.say("Azure agrees with every migration's stage.")
        return ExitStatus.INCOMPLETE if found else ExitStatus.DONE


async def _versions(
    settings: AzureSettings, migrations: Sequence[Migration]
) -> tuple[dict[str, ImageVersion | None], dict[str, str]]:
    """The versions by migration name, and why those that failed must be kept, by folded id."""
    async with AzureReader.connect(settings) as reader:
        read = await asyncio.gather(*(reader.version(one.version_id, fresh=True) for one in migrations))
        failed = [one for one in read if one is not None and one.provisioning_state == "Failed"]
        kept = await only_copies(reader, failed)
    return dict(zip((one.name for one in migrations), read, strict=True)), kept
