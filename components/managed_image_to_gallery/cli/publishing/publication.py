"""The waves of a publication, one after the other, until all are done, too many have failed, or somebody stops it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.batches.estimates import seconds_of
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.named_part.steps import steps_of
from managed_image_to_gallery.cli.progress.pace import duration
from managed_image_to_gallery.cli.progress.samples import COMPLETED, FAILED
from managed_image_to_gallery.cli.publishing.jobs import version_urns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from managed_image_to_gallery.cli.batches.stop_rule import StopRule
    from managed_image_to_gallery.cli.batches.waves import Wave
    from managed_image_to_gallery.cli.named_part.planned import Planned
    from managed_image_to_gallery.cli.progress.watching import Watched, Watcher
    from managed_image_to_gallery.config.migration import Migration

GO_ON = "Go on with `gallery-migrate resume`; what is finished is not made again."


@dataclass
class Publication:
    """One publication: its plan, and how it is carried out."""

    plan: Planned
    watcher: Watcher
    stop_rule: StopRule
    say: Callable[[str], None]
    continue_on_error: bool
    failed_otherwise: bool = field(default=False, init=False)
    has_begun: bool = field(default=False, init=False)

    def run(self, waves: Sequence[Wave]) -> ExitStatus:
        """Run the waves; without any (only records change, say) there is one update with no version to wait for."""
        runs = list(waves) or [()]
        published: list[Migration] = []
        for number, wave in enumerate(runs, start=1):
            migrations = [job.migration for job in wave]
            published += migrations
            later = {job.migration.name for each in runs[number:] for job in each}
            if len(runs) > 1:
                left = duration(seconds_of(runs[number - 1 :]))
                self.say(f"Wave {number} of {len(runs)}: {len(wave)} version(s); about {left} left in all (estimated).")
            watched = self._wave(migrations, later)
            if watched.interrupted and not (watched.succeeded and number == len(runs)):
                self.say(f"Stopped. {GO_ON}")
                return ExitStatus.INTERRUPTED
            if self._must_stop(number, len(runs)):
                break
        return self._ended(published, [job.migration for wave in runs for job in wave])

    def _wave(self, migrations: Sequence[Migration], later: Collection[str]) -> Watched:
        """One update. Later waves, what has failed, and what can only follow that are left out."""
        held = self._held()
        plan, report = self.plan, EventReport()
        waiting = {*later, *(held - set(self.stop_rule.failed))}
        left_out = steps_of(plan.digest, {*held, *(name for name in later if name in plan.of.part.stages)})
        watched = self.watcher.watch(
            lambda: plan.of.update(
                report,
                exclude=[*plan.exclude, *left_out],
                waiting=waiting,
                continue_on_error=self.continue_on_error,
            ),
            [one for one in migrations if one.name not in held],
        )
        self.has_begun |= report.has_begun
        for failure in report.failures:
            self.say(failure.text())
        owners = {urn: name for name, urn in version_urns(plan.digest).items()}
        self.stop_rule.add([owners[urn] for urn in report.failed if urn in owners])
        self.stop_rule.add([name for (name, _), one in self.watcher.pacing.latest.items() if one.state == FAILED])
        self.failed_otherwise |= not watched.succeeded
        return watched

    def _held(self) -> set[str]:
        """What has failed, and what is made from the same image after it, one after the other."""
        held = set(self.stop_rule.failed)
        for name, sharing in self.plan.of.part.seen_sharing().items():
            if sharing.follows in held:
                held.add(name)
        return held

    def _must_stop(self, number: int, count: int) -> bool:
        if number == count:
            return False
        if self.stop_rule.stops:
            self.say(f"Stopped after {len(self.stop_rule.failed)} failure(s): {', '.join(self.stop_rule.failed)}.")
        elif self.failed_otherwise and not (self.continue_on_error and self.stop_rule.failed):
            self.say("Stopped: the update failed.")
        else:
            return False
        return True

    def _ended(self, published: Sequence[Migration], asked: Sequence[Migration]) -> ExitStatus:
        latest = self.watcher.pacing.latest
        complete = [
            migration
            for migration in published
            if all(
                (sample := latest.get((migration.name, region))) is not None and sample.state == COMPLETED
                for region in migration.regions
            )
        ]
        if len(complete) == len(asked) and not self.failed_otherwise:
            self.say(f"Published: {len(complete)} version(s), Completed in every region.")
            return ExitStatus.DONE
        left = ", ".join(migration.name for migration in asked if migration not in complete) or "other resources"
        self.say(f"Not finished: {left}. {GO_ON}")
        return ExitStatus.INCOMPLETE if complete else ExitStatus.ENGINE
