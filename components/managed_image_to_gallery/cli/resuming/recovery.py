"""Recovery, in this order: wait for Azure, close what the state has open, adopt what exists, go on with what was asked.

What was asked is in the notes beside the journal (`progress.asked`). Without a note it is the whole stack's file.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.adoptions.forgetting import forget_astray
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.named_part.part import Part
from managed_image_to_gallery.cli.named_part.planned import PartOfStack
from managed_image_to_gallery.cli.named_part.stages_in_state import declared_in_state, stages_in_state
from managed_image_to_gallery.cli.named_part.steps import owner_of
from managed_image_to_gallery.cli.named_sources import sources_in
from managed_image_to_gallery.cli.plan_text import changes, deletions, lines
from managed_image_to_gallery.cli.progress.asked import PUBLISH, VALIDATE, Asked, Notes
from managed_image_to_gallery.cli.publishing.publishing import Manner, Publishing
from managed_image_to_gallery.cli.questions import Declined, confirm
from managed_image_to_gallery.cli.readopt import candidates, existing_of, import_file
from managed_image_to_gallery.cli.resuming.findings import Findings, findings
from managed_image_to_gallery.cli.transitions.agreement import disagreements
from managed_image_to_gallery.cli.transitions.checked_plan import checked_plan
from managed_image_to_gallery.cli.transitions.deletion_consent import require_consent
from managed_image_to_gallery.cli.transitions.transition import Transition
from managed_image_to_gallery.config.args import Stage
from managed_image_to_gallery.gate.only_copies import only_copies

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.preview_digest import Digest, Step
    from managed_image_to_gallery.cli.progress.watching import Watcher
    from managed_image_to_gallery.config.migration import Migration


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
        notes = self._notes(migrations)
        names = {name for note in notes for name in note.names}
        found = self._look([one for one in migrations if not notes or one.name in names])
        forgotten = forget_astray(self.stack, migrations, self.say, yes=self.yes, can_ask=self.can_ask)
        lines = found.lines() or ([] if forgotten or notes else ["Nothing was left half-done."])
        if lines:
            self.say("\n".join(lines))
        if found.building:
            self.watcher.wait_for(found.building)
        if found.pending:
            self.stack.refresh(clear_pending=True)
        return self._asked(notes) if notes else self._whole(migrations)

    def _notes(self, migrations: Sequence[Migration]) -> list[Asked]:
        """What was asked and is not done, of migrations that the config still has."""
        known = {one.name for one in migrations}
        notes = Notes(self.stack.folder, self.stack.name).read()
        left = [replace(note, names=tuple(name for name in note.names if name in known)) for note in notes]
        return [note for note in left if note.names]

    def _asked(self, notes: Sequence[Asked]) -> ExitStatus:
        """Exactly what was asked; then, only if somebody says so, the rest of the file."""
        for note in notes:
            self.say(f"Going on with what was asked: `{note.line()}`.")
            self._adopt(self._part(note.names))
            status = self._again(note)
            if status is not ExitStatus.DONE:
                return status
            Notes(self.stack.folder, self.stack.name).remove(note)
        return self._rest({name for note in notes for name in note.names})

    def _again(self, note: Asked) -> ExitStatus:
        if note.command == PUBLISH:
            return self._publish(note)
        stage = Stage.VALIDATED if note.command == VALIDATE else Stage.RETIRED
        run = self.watcher.watch
        return Transition(self.stack, stage, self._approve, self.say, self.warn, run).enter(note.names)

    def _publish(self, note: Asked) -> ExitStatus:
        """Those that are still to be published; the others have gone on meanwhile."""
        published = [one.name for one in self.stack.plan().migrations if one.stage is Stage.PUBLISHED]
        names = [name for name in note.names if name in published]
        if not names:
            return ExitStatus.DONE
        manner = Manner(note.in_flight or len(names), note.by_region, note.stop_after, note.continue_on_error)
        return Publishing(self.stack, manner, self.watcher, self.say, self.warn, self._confirm).publish(names)

    def _part(self, names: Sequence[str]) -> PartOfStack:
        everybody = self.stack.plan().migrations
        state = self.stack.stored_state()
        part = Part(everybody, frozenset(names), stages_in_state(state), declared_in_state(state))
        return PartOfStack(self.stack, part, StackFile(self.stack.file).text)

    def _rest(self, mine: Collection[str]) -> ExitStatus:
        """What the file says beyond what was asked: told, and done only after a question of its own."""
        preview = self.stack.preview()
        if preview.digest is None:
            return ExitStatus.DONE
        rest = changes(preview.digest)
        if not rest:
            return self._agreed([one for one in self.stack.plan().migrations if one.name in mine])
        others = {owner for step in rest if (owner := owner_of(step))}
        self.say(
            f"What was asked is done ({len(mine)} migration(s)). The file asks for more, which was not part of it "
            f"({len(rest)} change(s) of {len(others)} migration(s)):\n" + "\n".join(lines(rest))
        )
        if self.yes or not self.can_ask or not preview.may_be_applied:
            self.say("They are left as they are. `gallery-migrate publish`, or `pulumi up`, takes them on.")
            return ExitStatus.DONE
        try:
            confirm("Do these too?", yes=False, can_ask=self.can_ask)
        except Declined:
            self.say("They are left as they are.")
            return ExitStatus.DONE
        return self._update(preview.digest, self.stack.plan().migrations)

    def _whole(self, migrations: Sequence[Migration]) -> ExitStatus:
        """Without a note: the whole file, as `pulumi up` has it."""
        self._adopt(None)
        digest = checked_plan(self.stack)
        if not changes(digest):
            return self._agreed(migrations)
        stages = stages_in_state(self.stack.stored_state())
        for one in migrations:
            if (stage := stages.get(one.name)) not in (None, one.stage):
                self.say(f"{one.name}: {stage.value} in the stack, {one.stage.value} in the file.")
        self.say("\n".join(["This is left to do:", *lines(changes(digest))]))
        return self._update(digest, migrations)

    def _look(self, migrations: Sequence[Migration]) -> Findings:
        versions, kept = asyncio.run(_versions(self.stack.settings(), migrations))
        return findings(self.stack.state(), migrations, versions, kept)

    def _adopt(self, part: PartOfStack | None) -> None:
        """Take into the state what Azure has and the state lacks: a create that nobody saw the end of."""
        text = (part.previewed().preview if part else self.stack.preview()).text
        wanted = candidates(text, self.stack.subscription_id()) if text else []
        existing = asyncio.run(existing_of(wanted, self.stack.settings())) if wanted else []
        if existing:
            self.say("\n".join(f"{one.name}: it is in Azure already and is taken into the state." for one in existing))
            file = import_file(existing)
            self.stack.adopt(
                cast("list[dict[str, object]]", file["resources"]), cast("dict[str, str]", file["nameTable"])
            )

    def _approve(self, digest: Digest, deleted: Sequence[Step]) -> None:
        if any(step.kind is Kind.IMAGE for step in deleted):
            require_consent(deleted, self.expected, sources_in(digest), yes=self.yes, can_ask=self.can_ask)
        else:
            self._confirm()

    def _confirm(self) -> None:
        confirm("Go on?", yes=self.yes, can_ask=self.can_ask)

    def _update(self, digest: Digest, migrations: Sequence[Migration]) -> ExitStatus:
        self._approve(digest, deletions(digest))
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
        read = await asyncio.gather(*(reader.version(one.version_id) for one in migrations))
        failed = [one for one in read if one is not None and one.provisioning_state == "Failed"]
        kept = await only_copies(reader, failed)
    return dict(zip((one.name for one in migrations), read, strict=True)), kept
