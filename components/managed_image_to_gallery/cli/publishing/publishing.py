"""Publishing a part of a stack: what is planned, asked, and then made in waves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.batches.estimates import seconds_of
from managed_image_to_gallery.cli.batches.stop_rule import StopRule
from managed_image_to_gallery.cli.batches.waves import waves
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.migration_choice import in_stage
from managed_image_to_gallery.cli.named_part.part import Part
from managed_image_to_gallery.cli.named_part.planned import PartOfStack
from managed_image_to_gallery.cli.named_part.stages_in_state import declared_in_state, stages_in_state
from managed_image_to_gallery.cli.plan_text import changes, deletions, lines
from managed_image_to_gallery.cli.progress.asked import PUBLISH, Asked, Notes
from managed_image_to_gallery.cli.progress.pace import duration
from managed_image_to_gallery.cli.publishing.jobs import jobs_of, version_urns
from managed_image_to_gallery.cli.publishing.publication import Publication
from managed_image_to_gallery.cli.transitions.deletion_consent import refuse_image_deletions
from managed_image_to_gallery.config.args import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.cli.batches.waves import Wave
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.named_part.planned import Planned
    from managed_image_to_gallery.cli.preview_digest import Json, Step
    from managed_image_to_gallery.cli.progress.watching import Watcher
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class Manner:
    """How versions are made: how many at once, region by region, when to stop, and whether to go on after a failure."""

    in_flight: int
    by_region: bool
    stop_after: int | None
    continue_on_error: bool


@dataclass(frozen=True)
class Publishing:
    """Publishing in one stack.

    say: a line for people; warn: one that they must act on. approve: asked when the plan has been told; raises when it
    may not go on.
    """

    stack: MigrationStack
    manner: Manner
    watcher: Watcher
    say: Callable[[str], None]
    warn: Callable[[str], None]
    approve: Callable[[], None]

    def publish(self, names: Sequence[str]) -> ExitStatus:
        """Publish these migrations and touch no others; without names the whole stack. Raises CommandFailed."""
        file = StackFile(self.stack.file)
        migrations = self.stack.plan().migrations
        state = self.stack.stored_state()
        chosen = in_stage(migrations, names, Stage.PUBLISHED.value)
        part = _part(migrations, chosen, state, everything=not names)
        plan = PartOfStack(self.stack, part, file.text).planned()
        planned = changes(plan.digest)
        if not planned:
            self.say("Nothing to do: every version is as the config says.")
            return ExitStatus.DONE
        refuse_image_deletions(deletions(plan.digest))
        jobs = jobs_of(self.stack.settings(), chosen, version_urns(plan.digest))
        batch = waves(jobs, in_flight=self.manner.in_flight, by_region=self.manner.by_region)
        self._announce(planned, batch)
        self.approve()
        return self._run(plan, batch, chosen)

    def _announce(self, planned: Sequence[Step], batch: Sequence[Wave]) -> None:
        self.say("\n".join(["The plan may be applied:", *lines(planned)]))
        if batch:
            count = sum(map(len, batch))
            self.say(f"{count} version(s) in {len(batch)} wave(s), about {duration(seconds_of(batch))} (estimated).")

    def _run(self, plan: Planned, batch: Sequence[Wave], chosen: Sequence[Migration]) -> ExitStatus:
        manner = self.manner
        asked = Asked(
            PUBLISH,
            tuple(one.name for one in chosen),
            manner.in_flight,
            manner.by_region,
            manner.stop_after,
            manner.continue_on_error,
        )
        with Notes(self.stack.folder, self.stack.name).noted(asked) as done, self.watcher.showing():
            rule = StopRule(manner.stop_after)
            publication = Publication(plan, self.watcher, rule, self.warn, manner.continue_on_error)
            try:
                status = publication.run(batch)
            finally:
                done.value = not publication.has_begun
            done.value = done.value or status is ExitStatus.DONE
        return status


def _part(migrations: Sequence[Migration], chosen: Sequence[Migration], state: Json, *, everything: bool) -> Part:
    """What is meant. Going back to `published` must be said by name. Raises OthersWouldMove."""
    stages, declared = stages_in_state(state), declared_in_state(state)
    if not everything:
        part = Part(migrations, frozenset(one.name for one in chosen), stages, declared)
        part.require()
        return part
    Part(migrations, frozenset(one.name for one in chosen if one.name not in stages), stages).require()
    return Part(migrations, frozenset(one.name for one in migrations), stages, declared)
