"""A plan carried out in waves, one update after the other, until all versions are made, too many have failed, or
somebody stops it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.progress.pace import duration
from managed_image_to_gallery.cli.progress.samples import COMPLETED, FAILED
from managed_image_to_gallery.cli.selection.steps import owner_of, steps_of
from managed_image_to_gallery.cli.transitions.failure_report import failure_texts
from managed_image_to_gallery.cli.transitions.waves import Job, StopRule, seconds_of, size_gb, waves_of
from managed_image_to_gallery.component.state.resource_types import VERSION, VERSION_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.preview_digest import Digest
    from managed_image_to_gallery.cli.progress.watching import Watched
    from managed_image_to_gallery.cli.selection.limited_update import CheckedPlan
    from managed_image_to_gallery.cli.transitions.session import Session
    from managed_image_to_gallery.cli.transitions.waves import Wave, WaveOptions
    from managed_image_to_gallery.config.migration import Migration

GO_ON = "Go on with `gallery-migrate resume`; versions that are finished are not made again."


@dataclass
class WavedUpdate:
    """The waves of a checked plan. Without any (only records change, say) there is one update that waits for nothing.

    Every line is written with `warn`: `--quiet` leaves out the plan, not how it goes.
    """

    session: Session
    plan: CheckedPlan
    waves: Sequence[Wave]
    options: WaveOptions
    has_begun: bool = field(default=False, init=False)
    _rule: StopRule = field(init=False)
    _failed_otherwise: bool = field(default=False, init=False)
    _unfinished: set[str] = field(default_factory=set[str], init=False)

    def __post_init__(self) -> None:
        """The rule counts over all waves."""
        self._rule = StopRule(self.options.stop_after)

    @classmethod
    def of(
        cls, session: Session, plan: CheckedPlan, migrations: Sequence[Migration], options: WaveOptions
    ) -> WavedUpdate:
        """The waves for those of the migrations whose version the plan makes or changes. Raises ReadFailed."""
        jobs = asyncio.run(_jobs(session.stack.settings(), migrations, plan.digest))
        return cls(session, plan, waves_of(jobs, options), options)

    @property
    def sizes(self) -> Mapping[str, int]:
        """GB of the images that it copies, by migration."""
        return {job.migration.name: size_gb(job.image) for wave in self.waves for job in wave}

    def announcement(self) -> str:
        """What is worth knowing before it begins; empty for nothing."""
        if not self.waves:
            return ""
        seconds = seconds_of(self.waves)
        time = f"about {duration(seconds)} (estimated)" if seconds else "nothing is copied"
        versions = counted(sum(map(len, self.waves)), "version")
        return f"{versions} in {counted(len(self.waves), 'wave')}, {time}."

    def run(self) -> ExitStatus:
        """Make one wave after the other, with one display for all, and say how it ended."""
        with self.session.watcher.showing([job.migration.name for wave in self.waves for job in wave]):
            end = self._run(list(self.waves) or [()])
        return end()

    def _run(self, waves: Sequence[Wave]) -> Callable[[], ExitStatus]:
        """What says how it ended: the last words stand below the display, not above it."""
        begun: list[Migration] = []
        for number, wave in enumerate(waves, start=1):
            migrations = [job.migration for job in wave]
            begun += migrations
            if len(waves) > 1:
                left = duration(seconds_of(waves[number - 1 :]))
                count = f"Wave {number} of {len(waves)}: {counted(len(wave), 'version')}"
                self.session.warn(f"{count}; about {left} left in all (estimated).")
            watched = self._wave(migrations, {job.migration.name for later in waves[number:] for job in later})
            if watched.interrupted and not (watched.succeeded and number == len(waves)):
                return self._interrupted
            if number < len(waves) and self._must_stop():
                break
        return partial(self._ended, begun, [job.migration for wave in waves for job in wave])

    def _wave(self, migrations: Sequence[Migration], later: Collection[str]) -> Watched:
        """One update. Later waves, what has failed, and what can only follow that are left out."""
        plan, report, held = self.plan, EventReport(), self._held()
        left_out = steps_of(plan.digest, {*held, *(name for name in later if name in plan.selection.stages)})
        watched = self.session.watcher.watch(
            lambda: plan.update(
                report,
                exclude=left_out,
                waiting={*later, *(held - set(self._rule.failed))},
                continue_on_error=self.options.continue_on_error,
            ),
            [one for one in migrations if one.name not in held],
            report,
        )
        self.has_begun |= report.has_begun
        for text in failure_texts(report.failures, interrupted=watched.interrupted):
            self.session.warn(text)
        self._count_failures(report)
        self._failed_otherwise |= not watched.succeeded
        return watched

    def _count_failures(self, report: EventReport) -> None:
        """Those that the engine saw fail, and those whose replication failed in a region."""
        owners = {urn: name for name, urn in version_urns(self.plan.digest).items()}
        steps = {step.urn: step for step in self.plan.digest.steps}
        self._unfinished |= {owner for urn in report.failed if urn in steps and (owner := owner_of(steps[urn]))}
        self._rule.add(owners[urn] for urn in report.failed if urn in owners)
        latest = self.session.watcher.pacing.latest
        self._rule.add(name for (name, _), sample in latest.items() if sample.state == FAILED)

    def _held(self) -> set[str]:
        """What has failed, and what is made from the same image after it, one after the other."""
        held = set(self._rule.failed)
        for name, sharing in self.plan.selection.seen_sharing().items():
            if sharing.follows in held:
                held.add(name)
        return held

    def _must_stop(self) -> bool:
        if self._rule.stops:
            failed = self._rule.failed
            self.session.warn(f"Stopped after {counted(len(failed), 'failure')}: {', '.join(failed)}.")
            return True
        if self._failed_otherwise and not (self.options.continue_on_error and self._rule.failed):
            self.session.warn("Stopped: the update failed.")
            return True
        return False

    def _interrupted(self) -> ExitStatus:
        self.session.warn(f"Stopped. {GO_ON}")
        return ExitStatus.INTERRUPTED

    def _ended(self, begun: Sequence[Migration], all_of_them: Sequence[Migration]) -> ExitStatus:
        """A version that failed is not finished although its regions may be Completed, as they were before."""
        failed = self._unfinished | set(self._rule.failed)
        complete = [
            one
            for one in begun
            if one.name not in failed and all(self._is_complete(one.name, region) for region in one.regions)
        ]
        if len(complete) == len(all_of_them) and not self._failed_otherwise:
            made = f"Published: {counted(len(complete), 'version')}, Completed in every region."
            self.session.warn(made if all_of_them else "Done: no version was to be made.")
            return ExitStatus.DONE
        left = [one.name for one in all_of_them if one not in complete]
        left += sorted(failed - {one.name for one in all_of_them})
        number = f" ({len(left)} of {counted(len(all_of_them), 'version')})" if left else ""
        self.session.warn(f"Not finished: {', '.join(left) or 'other resources'}{number}. {GO_ON}")
        return ExitStatus.INCOMPLETE if complete else ExitStatus.ENGINE

    def _is_complete(self, name: str, region: str) -> bool:
        sample = self.session.watcher.pacing.latest.get((name, region))
        return sample is not None and sample.state == COMPLETED


def version_urns(digest: Digest) -> dict[str, str]:
    """The URN of every version that the plan makes or changes, by the migration's name."""
    return {
        step.name.removesuffix(VERSION_SUFFIX): step.urn
        for step in digest.steps
        if step.resource_type == VERSION and step.operation != "same"
    }


async def _jobs(settings: AzureSettings, migrations: Sequence[Migration], digest: Digest) -> list[Job]:
    """The migrations with their images. A version whose source is gone can only be changed, which copies nothing."""
    named = version_urns(digest)
    changed = [migration for migration in migrations if migration.name in named]
    created = {step.urn for step in digest.steps if step.operation == "create"}
    async with AzureReader.connect(settings) as reader:

        async def complete_in(one: Migration) -> frozenset[str]:
            return frozenset() if named[one.name] in created else _complete_in(await reader.version(one.version_id))

        await reader.read_ahead([one.source_id for one in changed])
        images: list[ManagedImage | None] = await asyncio.gather(*(reader.image(one.source_id) for one in changed))
        complete = await asyncio.gather(*map(complete_in, changed))
    found = zip(changed, images, complete, strict=True)
    return [Job(migration, image, regions) for migration, image, regions in found if image is not None]


def _complete_in(version: ImageVersion | None) -> frozenset[str]:
    """The regions in which a version has nothing left to do."""
    replication = version.replication if version else None
    if replication is None:
        return frozenset()
    return frozenset(name for name, one in replication.regions.items() if one.state == COMPLETED)
