"""One stage transition: gate, preview, plan check, question, update, the stack's file, and Azure's word for it.

The preview runs on a copy of the config, and so does the update. The stack's file gets the new stage when somebody has
consented and the engine has begun: whatever ends the command before that, a kill too, leaves the file as it was. Once
it is written it says what somebody agreed to, and `resume` goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import BEFORE, entry_index, to_enter
from managed_image_to_gallery.cli.named_part.part import Part
from managed_image_to_gallery.cli.named_part.planned import PartOfStack
from managed_image_to_gallery.cli.named_part.stages_in_state import declared_in_state, stages_in_state
from managed_image_to_gallery.cli.plan_text import changes, deletions, lines
from managed_image_to_gallery.cli.progress.asked import RETIRE, VALIDATE, Asked, Notes
from managed_image_to_gallery.cli.transitions.agreement import disagreements
from managed_image_to_gallery.cli.transitions.gates import ask_gates
from managed_image_to_gallery.config.args import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.named_part.planned import Planned
    from managed_image_to_gallery.cli.preview_digest import Digest, Json, Step
    from managed_image_to_gallery.cli.progress.watching import Watched
    from managed_image_to_gallery.config.migration import Migration

_COMMANDS = {Stage.VALIDATED: VALIDATE, Stage.RETIRED: RETIRE}


@dataclass(frozen=True)
class Transition:
    """A transition of one stack into a stage.

    approve: asked with the plan, and for `retired` with what is deleted; raises when it may not go on. say: a line for
    people; warn: one that they must act on. run: runs the update it is given to the end, and says whether it succeeded
    and whether it was stopped.
    """

    stack: MigrationStack
    stage: Stage
    approve: Callable[[Digest, Sequence[Step]], None]
    say: Callable[[str], None]
    warn: Callable[[str], None]
    run: Callable[[Callable[[], bool], Sequence[Migration]], Watched]

    def enter(self, names: Sequence[str]) -> ExitStatus:
        """Take the named migrations, or all that are ready, into the stage. Raises CommandFailed."""
        file = StackFile(self.stack.file)
        migrations = self.stack.plan().migrations
        state = self.stack.state()
        stages = stages_in_state(state)
        candidates = to_enter(migrations, names, self.stage, stages)
        if not candidates:
            told = f"Already {self.stage.value}: {', '.join(names)}" if names else _nobody(self.stage)
            self.say(f"{told}; nothing to do.")
            return ExitStatus.DONE
        behind = [one for one in candidates if stages[one.name] is self.stage]
        ready = [*behind, *self._ready([one for one in candidates if one not in behind], state, all_needed=bool(names))]
        part = Part(
            [replace(one, stage=self.stage) if one in ready else one for one in migrations],
            frozenset(one.name for one in ready),
            stages,
            declared_in_state(state),
        )
        part.require()
        news = {entry_index(one): self.stage.value for one in ready if one.stage is not self.stage}
        file.set_in_entries("stage", news)
        plan = self._agreed_on(PartOfStack(self.stack, part, file.text).planned())
        file.require_unchanged()
        return self._update(plan, file, ready)

    def _ready(self, candidates: Sequence[Migration], state: Json, *, all_needed: bool) -> list[Migration]:
        """Those that the gate lets pass; all of them must when they were named."""
        if not candidates:
            return []
        judged = [replace(one, stage=BEFORE[self.stage]) for one in candidates]
        results = ask_gates(self.stack.settings(), judged, state)
        for result in results:
            (self.say if result.passed else self.warn)(result.text())
        ready = [one for one, result in zip(candidates, results, strict=True) if result.passed]
        if not ready or (all_needed and len(ready) < len(candidates)):
            refused = ", ".join(one.name for one in candidates if one not in ready)
            raise CommandFailed(f"The gate refuses {refused}; nothing was changed.", "", ExitStatus.REFUSED)
        return ready

    def _agreed_on(self, plan: Planned) -> Planned:
        found = changes(plan.digest)
        self.say("\n".join(["The plan may be applied:", *lines(found)]))
        if not found:
            self.say("The stack has it already.")
        # A name must not fit two images, of which one is named only by an entry that the engine does not see.
        self.approve(replace(plan.digest, config=self.stack.config()), deletions(plan.digest))
        return plan

    def _update(self, plan: Planned, file: StackFile, ready: Sequence[Migration]) -> ExitStatus:
        report, writing = EventReport(), _Writing(file)
        asked = Asked(_COMMANDS[self.stage], tuple(one.name for one in ready))
        with Notes(self.stack.folder, self.stack.name).noted(asked) as done:
            try:
                watched = self.run(lambda: plan.of.update(report, exclude=plan.exclude, begun=writing.write), ready)
            finally:
                done.value = not report.has_begun
            status = self._ended(watched, report, writing, ready, plan.of.part.everybody)
            done.value = done.value or status is ExitStatus.DONE
        return status

    def _ended(
        self,
        watched: Watched,
        report: EventReport,
        writing: _Writing,
        ready: Sequence[Migration],
        everybody: Sequence[Migration],
    ) -> ExitStatus:
        for failure in report.failures:
            self.warn(failure.text())
        if report.has_begun or watched.succeeded:
            writing.write()
        if writing.error is not None:
            self.warn(f"The stack's file could not be written: {writing.error}. Set stage: {self.stage.value} there.")
        if watched.interrupted and not watched.succeeded:
            told = "Go on with `gallery-migrate resume`." if report.has_begun else "Nothing was changed."
            self.warn(f"Stopped. {told}")
            return ExitStatus.INTERRUPTED
        if not watched.succeeded:
            kept = "keeps the new stage; `gallery-migrate resume` goes on" if report.has_begun else "is as it was"
            self.warn(f"The update failed. The stack's file {kept}.")
            return ExitStatus.ENGINE
        status = self._agreed(ready, everybody)
        return status if writing.error is None else ExitStatus.INCOMPLETE

    def _agreed(self, ready: Sequence[Migration], everybody: Sequence[Migration]) -> ExitStatus:
        kept = {one.source_id for one in everybody if one.stage is not Stage.RETIRED}
        judged = [one for one in ready if self.stage is not Stage.RETIRED or one.source_id not in kept]
        found = disagreements(self.stack.settings(), judged, self.stage)
        for difference in found:
            self.warn(f"Azure disagrees: {difference}")
        if not found:
            self.say(f"Azure agrees: {', '.join(one.name for one in ready)} {self.stage.value}.")
        return ExitStatus.INCOMPLETE if found else ExitStatus.DONE


def _nobody(stage: Stage) -> str:
    return f"No migration is in stage {BEFORE[stage].value}"


class _Writing:
    """Saves the stack's file, from the engine's events too, where an error would be lost."""

    def __init__(self, file: StackFile) -> None:
        self._file = file
        self.error: Exception | None = None

    def write(self) -> None:
        """Save it, unless that is done; an error is kept, and forgotten when a later try succeeds."""
        try:
            self._file.save()
        except (OSError, CommandFailed) as error:
            self.error = error
        else:
            self.error = None
