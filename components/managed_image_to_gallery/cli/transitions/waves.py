"""Many versions, some at a time: which are made together, how long that takes, and when to stop. Pure.

A wave is one update of the engine. Versions of one source image follow each other in any case (the program chains
them, because Azure copies from one image once at a time), so a wave takes at most one of each chain.

Times were seen in real traffic (docs/reference/azure-galleries.md#times): 127 GB in one region about 19 minutes, 40 GB
about 8 minutes, another region for 40 GB 9 minutes. A line through these is all that an estimate is; Azure promises
nothing, and many regions were seen to take hours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.config.migration import Migration

_BUILD_SECONDS = 180.0
_BUILD_SECONDS_PER_GB = 7.6
_COPY_SECONDS_PER_GB = 13.9
_DEFAULT_OS_DISK_GB = 127


@dataclass(frozen=True)
class WaveOptions:
    """How many versions are made at once, whether region by region, after how many failures nothing more is begun,
    and whether one failure stops the others.
    """

    in_flight: int
    by_region: bool = False
    stop_after: int | None = None
    continue_on_error: bool = True


@dataclass(frozen=True)
class Job:
    """A version to be made or changed: its migration, its source image, and the regions where Azure has it complete."""

    migration: Migration
    image: ManagedImage
    complete_in: frozenset[str] = frozenset()


Wave = tuple[Job, ...]


def waves_of(jobs: Sequence[Job], options: WaveOptions) -> list[Wave]:
    """The jobs in waves, in config order; with `by_region` the images' regions one after another."""
    regions = list(dict.fromkeys(job.image.location for job in jobs)) if options.by_region else [None]
    return [
        wave
        for region in regions
        for wave in _waves([job for job in jobs if region in (None, job.image.location)], options.in_flight)
    ]


def _waves(jobs: Sequence[Job], in_flight: int) -> list[Wave]:
    found: list[Wave] = []
    waiting = list(jobs)
    while waiting:
        wave: list[Job] = []
        for job in waiting:
            if len(wave) < in_flight and all(job.migration.source_id != other.migration.source_id for other in wave):
                wave.append(job)
        found.append(tuple(wave))
        waiting = [job for job in waiting if job not in wave]
    return found


def seconds_of_job(job: Job) -> float:
    """One version: built in its own region, then copied to the others side by side; what is there takes no time."""
    missing = set(job.migration.regions) - job.complete_in
    if not missing:
        return 0
    size = size_gb(job.image)
    building = 0 if job.complete_in else _BUILD_SECONDS + size * _BUILD_SECONDS_PER_GB
    return building + (size * _COPY_SECONDS_PER_GB if missing - {job.image.location} else 0)


def seconds_of(waves: Iterable[Wave]) -> float:
    """All waves after each other, each as long as its longest job."""
    return sum(max((seconds_of_job(job) for job in wave), default=0.0) for wave in waves)


def size_gb(image: ManagedImage) -> int:
    """The image's disks together; an OS disk whose size Azure does not say counts as 127 GB."""
    return (image.os_disk_size_gb or _DEFAULT_OS_DISK_GB) + sum(disk.size_gb or 0 for disk in image.data_disks)


@dataclass
class StopRule:
    """Counts failed migrations; `limit` None never stops."""

    limit: int | None
    failed: list[str] = field(default_factory=list[str])

    def add(self, migrations: Iterable[str]) -> None:
        """Note migrations that failed."""
        self.failed.extend(name for name in dict.fromkeys(migrations) if name not in self.failed)

    @property
    def stops(self) -> bool:
        """Whether nothing more is begun."""
        return self.limit is not None and len(self.failed) >= self.limit
