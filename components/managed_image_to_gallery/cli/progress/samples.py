"""One look at the versions of several migrations: the state of each target region."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.models import RegionalReplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration

ABSENT = "Absent"
"""The version does not exist yet. The other states are Azure's: Unknown, Replicating, Completed, Failed."""

COMPLETED, FAILED = "Completed", "Failed"


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
    """What is asked of a reader, one for each look: an `AzureReader` remembers what it has seen."""

    async def version(self, version: ResourceId) -> ImageVersion | None:
        """The image version with its replication status; None when it does not exist."""
        ...


async def take_samples(
    reader: VersionReader, migrations: Sequence[Migration], time: float
) -> tuple[list[Sample], list[ReadFailed]]:
    """The samples of every region of the migrations, and the reads that were not answered, which give none."""
    looks = await asyncio.gather(*(_look(reader, migration) for migration in migrations))
    samples = [
        sample
        for migration, look in zip(migrations, looks, strict=True)
        if not isinstance(look, ReadFailed)
        for sample in samples_of(migration, look, time)
    ]
    return samples, [look for look in looks if isinstance(look, ReadFailed)]


def samples_of(migration: Migration, version: ImageVersion | None, time: float) -> list[Sample]:
    """What a version says about each region of its migration."""
    found = version.replication.regions if version and version.replication else dict[str, RegionalReplication]()
    samples: list[Sample] = []
    for region in migration.regions:
        status = found.get(region)
        if status is not None:
            samples.append(Sample(time, migration.name, region, status.state, status.progress, status.details))
        elif version is None:
            samples.append(Sample(time, migration.name, region, ABSENT, 0))
        else:
            state = FAILED if version.provisioning_state == FAILED else "Unknown"
            samples.append(Sample(time, migration.name, region, state, 0))
    return samples


async def _look(reader: VersionReader, migration: Migration) -> ImageVersion | ReadFailed | None:
    try:
        return await reader.version(migration.version_id)
    except ReadFailed as failure:
        return failure
