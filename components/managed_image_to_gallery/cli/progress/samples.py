"""Samples of replication: the state of each target region of several migrations, and the journal of them.

Azure does not keep when a region's replication began and ended, so what was seen while it went on is all there is. The
journal is `.gallery-migrate/progress.jsonl` beside the stack's file, one JSON object per line: `{"time", "migration",
"region", "state", "progress"}`, time in RFC 3339 (UTC). Only changes are written.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.models import RegionalReplication

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration

ABSENT = "Absent"
"""The version does not exist yet. The other states are Azure's: Unknown, Replicating, Completed, Failed."""

COMPLETED, FAILED = "Completed", "Failed"

JOURNAL = Path(".gallery-migrate", "progress.jsonl")


@dataclass(frozen=True)
class Sample:
    """One region of one migration at one time (seconds since 1970): Azure's state, progress in percent, details."""

    time: float
    migration: str
    region: str
    state: str
    progress: int
    details: str = ""

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {COMPLETED, FAILED}


class VersionReader(Protocol):
    """What is asked of a reader, a new one for each sample: an `AzureReader` answers as of when it was made."""

    async def version(self, version: ResourceId) -> ImageVersion | None:
        """The image version with its replication status; None when it does not exist."""
        ...


async def take_samples(
    reader: VersionReader, migrations: Sequence[Migration], time: float
) -> tuple[list[Sample], list[ReadFailed]]:
    """The samples of every region of the migrations, and the reads that were not answered, which give none."""
    alone = [each for migration in migrations for each in migration.each_version]
    answers = await asyncio.gather(*(_read(reader, migration) for migration in alone))
    samples = [
        sample
        for migration, answer in zip(alone, answers, strict=True)
        if not isinstance(answer, ReadFailed)
        for sample in samples_of(migration, answer, time)
    ]
    return samples, [answer for answer in answers if isinstance(answer, ReadFailed)]


def samples_of(migration: Migration, version: ImageVersion | None, time: float) -> list[Sample]:
    """What a version says about each region that it must have: of the config, else of its own.

    A version of others is named in the details.
    """
    own = tuple(region.name for region in version.target_regions) if version else ("",)
    named = "/".join(migration.version_id.names) if migration.is_existing else ""
    return [_sample(migration.name, region, version, time, named) for region in migration.regions or own]


def _sample(migration: str, region: str, version: ImageVersion | None, time: float, named: str) -> Sample:
    found = version.replication.regions if version and version.replication else dict[str, RegionalReplication]()
    status = found.get(region)
    if status is not None:
        details = ": ".join(text for text in (named, status.details) if text)
        return Sample(time, migration, region, status.state, status.progress, details)
    if version is None:
        return Sample(time, migration, region, ABSENT, 0, named)
    return Sample(time, migration, region, FAILED if version.provisioning_state == FAILED else "Unknown", 0, named)


async def _read(reader: VersionReader, migration: Migration) -> ImageVersion | ReadFailed | None:
    try:
        return await reader.version(migration.version_id)
    except ReadFailed as failure:
        return failure


def append_samples(folder: Path, samples: Iterable[Sample]) -> None:
    """Add samples to the journal of a project folder; it is made when it is not there."""
    lines = [json.dumps(_entry(sample)) for sample in samples]
    if not lines:
        return
    path = folder / JOURNAL
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n".join([*lines, ""]))


def _entry(sample: Sample) -> dict[str, object]:
    time = datetime.fromtimestamp(sample.time, UTC).isoformat(timespec="seconds")
    return {
        "time": time,
        "migration": sample.migration,
        "region": sample.region,
        "state": sample.state,
        "progress": sample.progress,
    }
