"""Recovery, in this order: wait for Azure, close what the state has open, adopt what exists, go on with what was asked.

What was asked is in the notes beside the journal (`progress.asked`). Without a note it is the whole stack's file.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.astray_images import forget_astray
from managed_image_to_gallery.cli.config_file.engine_copy import engine_copy
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.named_sources import sources_in
from managed_image_to_gallery.cli.plan_summary import PlanSummary
from managed_image_to_gallery.cli.plan_text import changes, deletions
from managed_image_to_gallery.cli.progress.asked import Asked, Notes
from managed_image_to_gallery.cli.questions import Declined, confirm
from managed_image_to_gallery.cli.readopt import candidates, existing_of, import_file
from managed_image_to_gallery.cli.resuming.findings import Findings, findings
from managed_image_to_gallery.cli.selection.limited_update import LimitedUpdate
from managed_image_to_gallery.cli.selection.selection import Selection
from managed_image_to_gallery.cli.selection.stages_in_state import declared_in_state, stages_in_state
from managed_image_to_gallery.cli.selection.steps import owner_of
from managed_image_to_gallery.cli.transitions.azure_checks import check_agreement
from managed_image_to_gallery.cli.transitions.deletion_consent import refuse_image_deletions, require_consent
from managed_image_to_gallery.cli.transitions.failure_report import failure_texts
from managed_image_to_gallery.cli.transitions.proposal import show_plan
from managed_image_to_gallery.cli.transitions.transition import COMMANDS, Transition
from managed_image_to_gallery.cli.transitions.waves import WaveOptions
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.only_copies import only_copies

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.preview import Preview
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.preview_digest import Digest, Step
    from managed_image_to_gallery.cli.transitions.session import Session
    from managed_image_to_gallery.config.migration import Migration

_LEFT_ALONE = "They are left as they are."


@dataclass(frozen=True)
class Recovery:
    """One recovery. expected: images whose deletion was said to be expected. yes: nobody is asked."""

    session: Session
    expected: Sequence[str]
    yes: bool
    can_ask: bool

    def run(self) -> ExitStatus:
        """Recover. Raises CommandFailed where it cannot, AzureFactsError where Azure does not answer."""
        migrations = self._stack.plan().migrations
        notes = self._notes(migrations)
        names = {name for note in notes for name in note.names}
        found = self._look([one for one in migrations if not notes or one.name in names])
        forgotten = forget_astray(self._stack, migrations, self.session.say, yes=self.yes, can_ask=self.can_ask)
        texts = found.lines()
        if texts:
            self.session.say("\n".join(texts))
        if found.building:
            self.session.watcher.wait_for(found.building)
        if found.pending:
            self._stack.refresh(clear_pending=True)
        return self._asked(notes) if notes else self._whole(migrations, is_first=not (texts or forgotten))

    @property
    def _stack(self) -> MigrationStack:
        return self.session.stack

    def _notes(self, migrations: Sequence[Migration]) -> list[Asked]:
        """What was asked and is not done, of migrations that the config still has."""
        known = {one.name for one in migrations}
        notes = Notes(self._stack.folder, self._stack.name).read()
        left = [replace(note, names=tuple(name for name in note.names if name in known)) for note in notes]
        return [note for note in left if note.names]

    def _asked(self, notes: Sequence[Asked]) -> ExitStatus:
        """Exactly what was asked; then, only if somebody says so, the rest of the file."""
        for note in notes:
            self.session.say(f"Going on with what was asked: {note.text()}.")
            self._adopt(self._limited_to(note.names).preview().preview)
            status = self._again(note)
            if status is not ExitStatus.DONE:
                return status
            Notes(self._stack.folder, self._stack.name).remove(note)
        return self._rest({name for note in notes for name in note.names})

    def _again(self, note: Asked) -> ExitStatus:
        """The same transition once more. Of `publish` those that are still to be published: others have gone on."""
        stage = next(stage for stage, command in COMMANDS.items() if command == note.command)
        if stage is not Stage.PUBLISHED:
            return Transition(self.session, stage, self._approve).enter(note.names)
        published = {one.name for one in self._stack.plan().migrations if one.stage is stage}
        names = [name for name in note.names if name in published]
        if not names:
            return ExitStatus.DONE
        waves = WaveOptions(note.in_flight or len(names), note.by_region, note.stop_after, note.continue_on_error)
        return Transition(self.session, stage, self._approve_publishing, waves).enter(names)

    def _limited_to(self, names: Sequence[str]) -> LimitedUpdate:
        state = self._stack.stored_state()
        migrations = self._stack.plan().migrations
        selection = Selection(migrations, frozenset(names), stages_in_state(state), declared_in_state(state))
        return LimitedUpdate(self._stack, selection, StackFile(self._stack.file).text)

    def _rest(self, asked: Collection[str]) -> ExitStatus:
        """What the file says beyond what was asked: shown, and done only after a question of its own."""
        file, preview = StackFile(self._stack.file), self._stack.preview()
        if preview.digest is None or not preview.succeeded:
            return ExitStatus.DONE
        rest = changes(preview.digest)
        if not rest:
            return self._agreement([one for one in self._stack.plan().migrations if one.name in asked])
        others = {owner for step in rest if (owner := owner_of(step))}
        done, more = counted(len(asked), "migration"), counted(len(others), "migration")
        head = (
            f"What was asked is done ({done}). The file asks for more, which was not part of it "
            f"({counted(len(rest), 'change')} of {more}):"
        )
        summary = PlanSummary.of(preview.digest, self._stack.plan().migrations)
        show_plan(self.session, head, summary)
        if self.yes or not self.can_ask or not preview.may_be_applied:
            self.session.say(f"{_LEFT_ALONE} `gallery-migrate publish`, or `pulumi up`, makes these changes.")
            return ExitStatus.DONE
        try:
            confirm("Do these too?", yes=False, can_ask=self.can_ask)
        except Declined:
            self.session.say(_LEFT_ALONE)
            return ExitStatus.DONE
        return self._update(preview.digest, self._stack.plan().migrations, file)

    def _whole(self, migrations: Sequence[Migration], *, is_first: bool) -> ExitStatus:
        """Without a note: the whole file, as `pulumi up` has it. is_first: nothing was found until now."""
        file, preview = StackFile(self._stack.file), self._stack.preview()
        digest = (self._stack.preview() if self._adopt(preview) else preview).checked()
        if not changes(digest):
            if is_first:
                self.session.say("Nothing was left half-done.")
            return self._agreement(migrations)
        stages = stages_in_state(self._stack.stored_state())
        for one in migrations:
            if (stage := stages.get(one.name)) not in (None, one.stage):
                self.session.say(f"{one.name}: {stage.value} in the stack, {one.stage.value} in the file.")
        show_plan(self.session, "This is left to do:", PlanSummary.of(digest, migrations))
        return self._update(digest, migrations, file)

    def _look(self, migrations: Sequence[Migration]) -> Findings:
        own = [one for one in migrations if not one.is_existing]
        versions, needed = asyncio.run(_versions(self._stack.settings(), own))
        return findings(self._stack.state(), own, versions, needed)

    def _adopt(self, preview: Preview) -> bool:
        """Take into the state what Azure has and the state lacks: a create that nobody saw the end of.

        Whether there was something, so that the preview does not hold any more.
        """
        missing = candidates(preview.digest, self._stack.subscription_id()) if preview.digest else []
        existing = asyncio.run(existing_of(missing, self._stack.settings())) if missing else []
        if not existing:
            return False
        texts = (f"{one.name}: it exists in Azure already and is taken into the state." for one in existing)
        self.session.say("\n".join(texts))
        file = import_file(existing)
        self._stack.adopt(cast("list[dict[str, object]]", file["resources"]), cast("dict[str, str]", file["nameTable"]))
        return True

    def _approve(self, digest: Digest, deleted: Sequence[Step], totals: str) -> None:
        if any(step.kind is Kind.IMAGE for step in deleted):
            require_consent(deleted, self.expected, sources_in(digest), yes=self.yes, can_ask=self.can_ask)
        else:
            confirm(self.session.question("Go on?", totals), yes=self.yes, can_ask=self.can_ask)

    def _approve_publishing(self, digest: Digest, deleted: Sequence[Step], totals: str) -> None:
        refuse_image_deletions(deleted)
        self._approve(digest, deleted, totals)

    def _update(self, digest: Digest, migrations: Sequence[Migration], file: StackFile) -> ExitStatus:
        """What was agreed to, and nothing that somebody has written into the file since: `file` is from before."""
        self._approve(digest, deletions(digest), PlanSummary.of(digest, migrations).totals())
        file.require_unchanged()
        report = EventReport()
        waiting = [one for one in migrations if one.stage is Stage.PUBLISHED]
        with engine_copy(file.text, file.path) as copy:
            watched = self.session.watcher.watch(lambda: self._stack.update(report, config_file=copy), waiting, report)
        for text in failure_texts(report.failures, interrupted=watched.interrupted):
            self.session.warn(text)
        if watched.interrupted and not watched.succeeded:
            self.session.warn("Stopped. Go on with `gallery-migrate resume`.")
            return ExitStatus.INTERRUPTED
        return self._agreement(migrations) if watched.succeeded else ExitStatus.ENGINE

    def _agreement(self, migrations: Sequence[Migration]) -> ExitStatus:
        agreed = "every migration is as its stage says."
        return check_agreement(self.session, migrations, self._stack.plan().migrations, agreed)


async def _versions(
    settings: AzureSettings, migrations: Sequence[Migration]
) -> tuple[dict[str, ImageVersion | None], dict[str, str]]:
    """The versions by migration name, and why those that failed must be kept, by folded id."""
    async with AzureReader.connect(settings) as reader:
        read = await asyncio.gather(*(reader.version(one.version_id) for one in migrations))
        failed = [one for one in read if one is not None and one.provisioning_state == "Failed"]
        needed = await only_copies(reader, failed)
    return dict(zip((one.name for one in migrations), read, strict=True)), needed
