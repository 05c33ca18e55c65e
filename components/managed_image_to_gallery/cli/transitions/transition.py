"""One transition: migrations of a stack enter a stage. The steps are the same for every stage.

Choose the migrations; ask the gate (a version that is only published needs no proof); preview, on a copy of the config,
what the update does to them and to nothing else; check that plan; show it and ask for approval; carry it out in one
update, or in waves; and see whether Azure agrees.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, listed
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.migration_choice import BEFORE, already, entry_index, to_enter, to_publish
from managed_image_to_gallery.cli.plan_summary import PlanSummary
from managed_image_to_gallery.cli.plan_text import changes, deletions
from managed_image_to_gallery.cli.progress.asked import PUBLISH, RETIRE, VALIDATE, Asked, Notes
from managed_image_to_gallery.cli.selection.limited_update import LimitedUpdate
from managed_image_to_gallery.cli.selection.selection import Selection
from managed_image_to_gallery.cli.selection.stages_in_state import declared_in_state, stages_in_state
from managed_image_to_gallery.cli.transitions.azure_checks import ask_gates, check_agreement, sizes_seen
from managed_image_to_gallery.cli.transitions.gate_report import gate_counts, refusal_lines
from managed_image_to_gallery.cli.transitions.one_update import OneUpdate
from managed_image_to_gallery.cli.transitions.proposal import show_plan
from managed_image_to_gallery.cli.transitions.waved_update import WavedUpdate
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Json, Step
    from managed_image_to_gallery.cli.selection.limited_update import CheckedPlan
    from managed_image_to_gallery.cli.transitions.session import Session
    from managed_image_to_gallery.cli.transitions.waves import WaveOptions
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.verdicts import GateResult

COMMANDS = {Stage.PUBLISHED: PUBLISH, Stage.VALIDATED: VALIDATE, Stage.RETIRED: RETIRE}
"""The command that enters a stage."""

_NAMED = 5
"""As many migrations as are named where their number is enough."""


@dataclass(frozen=True)
class Entering:
    """The migrations that enter a stage, as the file has them, and what the engine may change for that.

    sizes: GB of their images, by name, as far as the gate has seen them. refused: how many the gate has refused.
    """

    migrations: Sequence[Migration]
    selection: Selection
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])
    refused: int = 0


@dataclass(frozen=True)
class Transition:
    """A transition of one stack into a stage.

    approve: asked with the plan, with what it deletes and with its numbers; raises when it may not go on. waves: how
    versions are published; without it the plan is carried out in one update.
    """

    session: Session
    stage: Stage
    approve: Callable[[Digest, Sequence[Step], str], None]
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
        summary = PlanSummary.of(plan.digest, entering.selection.migrations, {**entering.sizes, **update.sizes})
        self._announce(plan, update, summary, entering.refused)
        # A name must not fit two images, of which one is named only by an entry that the engine does not see.
        digest = replace(plan.digest, config=self.session.stack.config())
        self.approve(digest, deletions(plan.digest), summary.totals())
        file.require_unchanged()
        return self._carry_out(update, entering)

    def _choose(self, names: Sequence[str]) -> Entering | None:
        """The migrations that enter; None, and said why, when there is none."""
        stack = self.session.stack
        migrations = stack.plan().migrations
        state = stack.stored_state() if self.stage is Stage.PUBLISHED else stack.state()
        stages = stages_in_state(state)
        there = already(migrations, names, self.stage, stages)
        left = [name for name in names if name not in {one.name for one in there}]
        if there:
            self._tell_already(there, stages, goes_on=bool(left))
        if names and not left:
            return None
        if self.stage is Stage.PUBLISHED:
            return _to_publish(migrations, left, stages, state)
        candidates = to_enter(migrations, left, self.stage, stages)
        if not candidates:
            self.session.say(f"No migration is in stage {BEFORE[self.stage].value}; nothing to do.")
            return None
        return self._proven(candidates, migrations, state, all_needed=bool(names))

    def _tell_already(self, there: Sequence[Migration], stages: Mapping[str, Stage], *, goes_on: bool) -> None:
        """For scripts that run twice: it is no mistake to ask for what is so."""
        past = [f"{one.name} ({stages[one.name].value})" for one in there if stages[one.name] is not self.stage]
        known = [one.name for one in there if stages[one.name] is self.stage]
        count = counted(len(there), "migration")
        told = listed([*known, *past], len(there) if self.session.verbose else _NAMED)
        self.session.say(
            f"Already {self.stage.value}: {told} ({count}); {'left as is' if goes_on else 'nothing to do'}."
        )

    def _proven(
        self, candidates: Sequence[Migration], migrations: Sequence[Migration], state: Json, *, all_needed: bool
    ) -> Entering:
        """Those that the stack has in the stage already, and those that the gate lets pass: all, if named."""
        stages = stages_in_state(state)
        in_stack = [one for one in candidates if stages[one.name] is self.stage]
        results = self._ask([one for one in candidates if one not in in_stack], state, all_needed=all_needed)
        passed = {result.subject.migration for result in results if result.passed}
        ready = [one for one in candidates if one in in_stack or one.name in passed]
        entered = [replace(one, stage=self.stage) if one in ready else one for one in migrations]
        selection = Selection(entered, _names(ready), stages, declared_in_state(state))
        selection.require()
        return Entering(ready, selection, sizes_seen(results), sum(not result.passed for result in results))

    def _ask(self, candidates: Sequence[Migration], state: Json, *, all_needed: bool) -> Sequence[GateResult]:
        """What the gate says, told. Raises CommandFailed where nothing goes on, or not all that must."""
        if not candidates:
            return []
        judged = [replace(one, stage=BEFORE[self.stage]) for one in candidates]
        results = ask_gates(self.session.stack.settings(), judged, state)
        self._tell_gates(results)
        refused = [result.subject.migration for result in results if not result.passed]
        if refused and (all_needed or len(refused) == len(results)):
            raise CommandFailed(f"The gate refuses {listed(refused)}; nothing was changed.", "", ExitStatus.REFUSED)
        return results

    def _tell_gates(self, results: Sequence[GateResult]) -> None:
        session = self.session
        if session.verbose:
            session.say("\n".join(result.text() for result in results))
        refused = refusal_lines(results)
        (session.alarm if refused else session.say)(gate_counts(results))
        if refused:
            session.warn(session.screen.fit(refused))
        for note in (note for result in results if result.passed for note in result.notes):
            session.say(note)

    def _update_of(self, plan: CheckedPlan, entering: Entering, file: StackFile) -> OneUpdate | WavedUpdate:
        if self.waves is not None:
            return WavedUpdate.of(self.session, plan, entering.migrations, self.waves)
        return OneUpdate(self.session, plan, file)

    def _announce(self, plan: CheckedPlan, update: OneUpdate | WavedUpdate, summary: PlanSummary, refused: int) -> None:
        """What `retire` deletes is left out here: consent to exactly that is asked for next, image by image."""
        asked_next = deletions(plan.digest) if self.stage is Stage.RETIRED else ()
        show_plan(self.session, "The plan may be applied:", summary, asked_next, refused=refused)
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
        names = [one.name for one in entered]
        if len(names) > _NAMED and not self.session.verbose:
            agreed = f"{counted(len(names), 'migration')} {self.stage.value}."
        else:
            agreed = f"{', '.join(names)} {self.stage.value}."
        return check_agreement(self.session, entered, selection.migrations, agreed)


def _to_publish(
    migrations: Sequence[Migration], names: Sequence[str], stages: Mapping[str, Stage], state: Json
) -> Entering:
    """Going back to `published` must be said by name. Raises CommandFailed and OthersWouldMove."""
    chosen = to_publish(migrations, names, stages)
    declared = declared_in_state(state)
    if names:
        selection = Selection(migrations, _names(chosen), stages, declared)
        selection.require()
        return Entering(chosen, selection)
    Selection(migrations, _names([one for one in chosen if one.name not in stages]), stages).require()
    return Entering(chosen, Selection(migrations, _names(migrations), stages, declared))


def _names(migrations: Sequence[Migration]) -> frozenset[str]:
    return frozenset(one.name for one in migrations)
