"""How fast a region gets on, from the samples seen so far. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from managed_image_to_gallery.cli.progress.samples import Sample

STALLED_AFTER_SECONDS = 1800.0
"""Azure's progress moves in steps minutes apart; half an hour without any is worth a look."""


@dataclass(frozen=True)
class Pace:
    """Percent per minute (None before two different samples), seconds left (None when unknown), and since when
    nothing has moved, in seconds.
    """

    percent_per_minute: float | None
    seconds_left: float | None
    still_for: float

    @property
    def stalled(self) -> bool:
        """Whether it has not moved for long."""
        return self.still_for >= STALLED_AFTER_SECONDS


@dataclass
class Pacing:
    """Remembers, per migration and region, the first sample of replication, and the last one that had moved."""

    _latest: dict[tuple[str, str], Sample] = field(default_factory=dict[tuple[str, str], "Sample"])
    _first: dict[tuple[str, str], Sample] = field(default_factory=dict[tuple[str, str], "Sample"])
    _moved: dict[tuple[str, str], Sample] = field(default_factory=dict[tuple[str, str], "Sample"])
    _began: float | None = field(default=None)

    def add(self, samples: Iterable[Sample]) -> list[Sample]:
        """Take in new samples; those that say something new."""
        news: list[Sample] = []
        for sample in samples:
            key = (sample.migration, sample.region)
            before = self._latest.get(key)
            self._latest[key] = sample
            self._began = sample.time if self._began is None else self._began
            if sample.state == "Replicating":
                self._first.setdefault(key, sample)
            if before is None or (before.state, before.progress) != (sample.state, sample.progress):
                self._moved[key] = sample
                news.append(sample)
        return news

    @property
    def latest(self) -> Mapping[tuple[str, str], Sample]:
        """The last sample of each migration and region, in the order in which they were first seen."""
        return self._latest

    @property
    def seconds(self) -> float:
        """From the first sample to the last one."""
        latest = max((sample.time for sample in dict(self._latest).values()), default=0.0)
        return latest - (latest if self._began is None else self._began)

    def pace(self, migration: str, region: str) -> Pace:
        """The pace of a region that has been sampled."""
        key = (migration, region)
        latest, first, moved = self._latest[key], self._first.get(key), self._moved[key]
        still_for = 0.0 if latest.is_final else latest.time - moved.time
        if latest.is_final or first is None or latest.progress <= first.progress or latest.time <= first.time:
            return Pace(None, 0.0 if latest.is_final else None, still_for)
        per_second = (latest.progress - first.progress) / (latest.time - first.time)
        return Pace(per_second * 60, (100 - latest.progress) / per_second, still_for)


def duration(seconds: float) -> str:
    """A duration for people: `40 s`, `12 min`, `3 h 05 min`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
