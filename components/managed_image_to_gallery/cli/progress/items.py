"""What a progress display shows one row of, and image versions as such rows, by the samples of their regions. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.progress.pace import duration
from managed_image_to_gallery.cli.progress.samples import ABSENT, COMPLETED, FAILED
from managed_image_to_gallery.component.state.resource_types import VERSION, VERSION_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.cli.progress.pace import Pacing
    from managed_image_to_gallery.cli.progress.samples import Sample


class Phase(Enum):
    """Where something is; in this order they are shown."""

    FAILED = 0
    RUNNING = 1
    WAITING = 2
    DONE = 3


@dataclass(frozen=True)
class Item:
    """One row. percent and seconds_left: None where they are not known. where: the regions that are not done."""

    name: str
    phase: Phase
    state: str = ""
    percent: int | None = None
    where: str = ""
    seconds_left: float | None = None
    left: str = ""
    details: str = ""


@dataclass(frozen=True)
class Counted:
    """How what is counted is called: `3/55 versions`, `1/1 version`."""

    one: str
    many: str

    def of(self, done: int, total: int) -> str:
        """`3/55 versions`."""
        return f"{done}/{total} {self.one if total == 1 else self.many}"


VERSIONS = Counted("version", "versions")


@dataclass
class Versions:
    """Image versions as their samples and, while an update goes on, its events have them."""

    pacing: Pacing
    names: Sequence[str] = ()
    report: EventReport | None = field(default=None)
    counted: Counted = field(default=VERSIONS, init=False)

    def items(self) -> list[Item]:
        """A row for each migration: those that were sampled, and those that will be."""
        sampled: dict[str, list[Sample]] = {name: [] for name in self.names}
        for sample in dict(self.pacing.latest).values():
            sampled.setdefault(sample.migration, []).append(sample)
        begun = _versions_in(list(self.report.begun)) if self.report else set[str]()
        failed = _versions_in(list(self.report.failed_otherwise)) if self.report else set[str]()
        return [_item_of_samples(name, samples, begun, failed, self.pacing) for name, samples in sampled.items()]

    def seconds_left(self) -> float | None:
        """Until all of it is done, at the speed of until now; None while nothing has moved.

        While some wait for others to be done first, the slowest one that runs says nothing about the whole.
        """
        items = self.items()
        if not any(item.phase is Phase.WAITING for item in items):
            return _latest_end([item.seconds_left for item in items if item.phase is Phase.RUNNING])
        moved = sum(item.percent or 0 for item in items) / (100 * len(items))
        return self.pacing.seconds * (1 - moved) / moved if moved else None


def _item_of_samples(
    name: str, samples: Sequence[Sample], begun: Collection[str], failed: Collection[str], pacing: Pacing
) -> Item:
    """The regions as one: failed where one has failed, done where all are, else as far as the slowest."""
    bad = [sample for sample in samples if sample.state == FAILED]
    if bad or name in failed:
        return Item(name, Phase.FAILED, FAILED, where=_regions(bad), details=next((one.details for one in bad), ""))
    open_ones = [sample for sample in samples if sample.state != COMPLETED]
    if samples and not open_ones:
        return Item(name, Phase.DONE, COMPLETED, 100)
    if all(sample.state == ABSENT for sample in samples):
        return Item(name, Phase.RUNNING, "Creating", 0) if name in begun else Item(name, Phase.WAITING, "waiting")
    return _running(name, open_ones, pacing)


def _running(name: str, samples: Sequence[Sample], pacing: Pacing) -> Item:
    slowest = min(samples, key=lambda sample: sample.progress)
    paces = [pacing.pace(sample.migration, sample.region) for sample in samples]
    seconds_left = _latest_end([pace.seconds_left for pace in paces])
    still = max((pace.still_for for pace in paces if pace.stalled), default=None)
    left = "" if seconds_left is None else f"{duration(seconds_left)} left"
    left = left if still is None else f"stalled for {duration(still)}"
    regions = _regions(samples)
    return Item(name, Phase.RUNNING, slowest.state, slowest.progress, regions, seconds_left, left, slowest.details)


def _latest_end(seconds: Sequence[float | None]) -> float | None:
    """None where one of them is not known, or there is none."""
    known = [each for each in seconds if each is not None]
    return max(known) if known and len(known) == len(seconds) else None


def _regions(samples: Sequence[Sample]) -> str:
    return ", ".join(sample.region for sample in samples)


def _versions_in(urns: Sequence[str]) -> set[str]:
    """The migrations whose versions are among these."""
    return {urn.rsplit("::", 1)[-1].removesuffix(VERSION_SUFFIX) for urn in urns if f"{VERSION}::" in urn}
