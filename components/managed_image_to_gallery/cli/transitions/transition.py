"""One transition: migrations of a stack enter a stage. The steps are the same for every stage.

Choose the migrations; ask the gate (a version that is only published needs no proof); preview, on a copy of the config,
what the update does to them and to nothing else; check that plan; show it and ask for approval; carry it out in one
update, or in waves; and see whether Azure agrees.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import BEFORE, entry_index, in_stage, to_enter
from managed_image_to_gallery.cli.plan_text import changes, deletions, lines
from managed_image_to_gallery.cli.progress.asked import PUBLISH, RETIRE, VALIDATE, Asked, Notes
from managed_image_to_gallery.cli.selection.limited_update import LimitedUpdate
from managed_image_to_gallery.cli.selection.selection import Selection
from managed_image_to_gallery.cli.selection.stages_in_state import declared_in_state, stages_in_state
from managed_image_to_gallery.cli.transitions.azure_checks import ask_gates, check_agreement
from managed_image_to_gallery.cli.transitions.one_update import OneUpdate
from managed_image_to_gallery.cli.transitions.waved_update import WavedUpdate
from managed_image_to_gallery.config.args import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Json, Step
    from managed_image_to_gallery.cli.selection.limited_update import CheckedPlan
    from managed_image_to_gallery.cli.transitions.session import Session
    from managed_image_to_gallery.cli.transitions.waves import WaveOptions
    from managed_image_to_gallery.config.migration import Migration

COMMANDS = {Stage.PUBLISHED: PUBLISH, Stage.VALIDATED: VALIDATE, Stage.RETIRED: RETIRE}
"""The command that enters a stage."""


@dataclass(frozen=True)
class Entering:
    """The migrations that enter a stage, as the file has them, and what the engine may change for that."""

    migrations: Sequence[Migration]
    selection: Selection


@dataclass(frozen=True)
class Transition:
    """A transition of one stack into a stage.

    approve: asked with the plan and with what it deletes; raises when it may not go on. waves: how versions are
    published; without it the plan is carried out in one update.
    """

    session: Session
    stage: Stage
    approve: Callable[[Digest, Sequence[Step]], None]
    waves: WaveOptions | None = None

    def enter(self, names: Sequence[str]) -> ExitStatus:
        """Take the named migrations, or all that can, into the stage; touch no others. Raises CommandFailed."""
        file = StackFile(self.session.stack.file)
        entering = self._choose(names)
        if entering is None:
            return ExitStatus.DONE
        new_stages = {entry_index(one): self.stage.value for one in entering.migrations if one.stage is not self.stage}
        file.set_in_entries("stage", new_stages)
        plan = LimitedUpdate(self.session.stack, entering.selection, file.text).checked_plan()
        if self.stage is Stage.PUBLISHED and not changes(plan.digest):
            self.session.say("Nothing to do: every version is as the config says.")
            return ExitStatus.DONE
        update = self._update_of(plan, entering, file)
        self._announce(plan, update)
        # A name must not fit two images, of which one is named only by an entry that the engine does not see.
        self.approve(replace(plan.digest, config=self.session.stack.config()), deletions(plan.digest))
        file.require_unchanged()
        return self._carry_out(update, entering)

    def _choose(self, names: Sequence[str]) -> Entering | None:
        """The migrations that enter; None, and said why, when there is none."""
        stack = self.session.stack
        migrations = stack.plan().migrations
        if self.stage is Stage.PUBLISHED:
            return _to_publish(migrations, names, stack.stored_state())
        state = stack.state()
        stages = stages_in_state(state)
        candidates = to_enter(migrations, names, self.stage, stages)
        if not candidates:
            reason = f"Already {self.stage.value}: {', '.join(names)}" if names else _nobody(self.stage)
            self.session.say(f"{reason}; nothing to do.")
            return None
        in_stack = [one for one in candidates if stages[one.name] is self.stage]
        proven = self._proven([one for one in candidates if one not in in_stack], state, all_needed=bool(names))
        ready = [*in_stack, *proven]
        entered = [replace(one, stage=self.stage) if one in ready else one for one in migrations]
        selection = Selection(entered, _names(ready), stages, declared_in_state(state))
        selection.require()
        return Entering(ready, selection)

    def _proven(self, candidates: Sequence[Migration], state: Json, *, all_needed: bool) -> list[Migration]:
        """Those that the gate lets pass; all of them must when they were named."""
        if not candidates:
            return []
        judged = [replace(one, stage=BEFORE[self.stage]) for one in candidates]
        results = ask_gates(self.session.stack.settings(), judged, state)
        for result in results:
            (self.session.say if result.passed else self.session.warn)(result.text())
        proven = [one for one, result in zip(candidates, results, strict=True) if result.passed]
        if not proven or (all_needed and len(proven) < len(candidates)):
            refused = ", ".join(one.name for one in candidates if one not in proven)
            raise CommandFailed(f"The gate refuses {refused}; nothing was changed.", "", ExitStatus.REFUSED)
        return proven

    def _update_of(self, plan: CheckedPlan, entering: Entering, file: StackFile) -> OneUpdate | WavedUpdate:
        if self.waves is not None:
            return WavedUpdate.of(self.session, plan, entering.migrations, self.waves)
        return OneUpdate(self.session, plan, file)

    def _announce(self, plan: CheckedPlan, update: OneUpdate | WavedUpdate) -> None:
        self.session.say("\n".join(["The plan may be applied:", *lines(changes(plan.digest))]))
        if announcement := update.announcement():
            self.session.say(announcement)

    def _carry_out(self, update: OneUpdate | WavedUpdate, entering: Entering) -> ExitStatus:
        """Run the update, with a note for `resume` until all is done."""
        options = asdict(self.waves) if self.waves else {}
        asked = Asked(COMMANDS[self.stage], tuple(one.name for one in entering.migrations), **options)
        with Notes(self.session.stack.folder, self.session.stack.name).noted(asked) as done:
            try:
                status = update.run()
            finally:
                done.value = not update.has_begun
            if self.waves is None and status in (ExitStatus.DONE, ExitStatus.INCOMPLETE):
                status = max(status, self._agreement(entering))
            done.value = done.value or status is ExitStatus.DONE
        return status

    def _agreement(self, entering: Entering) -> ExitStatus:
        """Whether Azure agrees. Waves have seen each region of theirs end; nothing is left to ask."""
        selection = entering.selection
        entered = [one for one in selection.migrations if one.name in selection.selected]
        agreed = f"{', '.join(one.name for one in entered)} {self.stage.value}."
        return check_agreement(self.session, entered, selection.migrations, agreed)


def _to_publish(migrations: Sequence[Migration], names: Sequence[str], state: Json) -> Entering:
    """Going back to `published` must be said by name. Raises CommandFailed and OthersWouldMove."""
    chosen = in_stage(migrations, names, Stage.PUBLISHED.value)
    stages, declared = stages_in_state(state), declared_in_state(state)
    if names:
        selection = Selection(migrations, _names(chosen), stages, declared)
        selection.require()
        return Entering(chosen, selection)
    Selection(migrations, _names([one for one in chosen if one.name not in stages]), stages).require()
    return Entering(chosen, Selection(migrations, _names(migrations), stages, declared))


def _names(migrations: Sequence[Migration]) -> frozenset[str]:
    return frozenset(one.name for one in migrations)


def _nobody(stage: Stage) -> str:
    return f"No migration is in stage {BEFORE[stage].value}"
