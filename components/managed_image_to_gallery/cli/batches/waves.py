"""Which versions are made together. Pure.

A wave is one update of the engine. Versions of one source image follow each other in any case (the program chains
them, because Azure copies from one image once at a time), so a wave takes at most one of each chain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class Job:
    """A version to be made: its migration and its source image."""

    migration: Migration
    image: ManagedImage


Wave = tuple[Job, ...]


def waves(jobs: Sequence[Job], *, in_flight: int, by_region: bool) -> list[Wave]:
    """The jobs in waves of at most `in_flight`, in config order; `by_region`: the images' regions one after another."""
    regions = list(dict.fromkeys(job.image.location for job in jobs)) if by_region else [None]
    return [
        wave
        for region in regions
        for wave in _waves([job for job in jobs if region in (None, job.image.location)], in_flight)
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
