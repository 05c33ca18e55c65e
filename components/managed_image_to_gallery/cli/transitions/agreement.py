"""After a transition: does Azure agree?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import SUCCEEDED
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.progress.samples import COMPLETED, samples_of
from managed_image_to_gallery.config.args import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.models import ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.migration import Migration


def disagreements(settings: AzureSettings, migrations: Sequence[Migration], stage: Stage) -> list[str]:
    """What of the migrations Azure sees differently than the stage says, one text each. Raises ReadFailed.

    A source that another migration still needs stays; the caller leaves its migrations out.
    """
    return asyncio.run(_all(settings, migrations, stage))


async def _all(settings: AzureSettings, migrations: Sequence[Migration], stage: Stage) -> list[str]:
    async with AzureReader.connect(settings) as reader:
        found = await asyncio.gather(*(_read(reader, migration) for migration in migrations))
    return [
        difference
        for migration, (image, version) in zip(migrations, found, strict=True)
        for difference in differences(migration, image, version, stage)
    ]


async def _read(reader: AzureReader, migration: Migration) -> tuple[ManagedImage | None, ImageVersion | None]:
    return await asyncio.gather(reader.image(migration.source_id), reader.version(migration.version_id))


def differences(
    migration: Migration, image: ManagedImage | None, version: ImageVersion | None, stage: Stage
) -> list[str]:
    """What of one migration is not as the stage says."""
    found: list[str] = []
    if stage is Stage.RETIRED and image is not None:
        found.append(f"{migration.name}: the source image {image.id} is still there")
    if stage is not Stage.RETIRED and image is None:
        found.append(f"{migration.name}: the source image {migration.source_as_written} is gone")
    if version is None or version.provisioning_state != SUCCEEDED:
        state = version.provisioning_state if version else "absent"
        found.append(f"{migration.name}: the version {migration.version_id} is {state}")
    behind = [sample for sample in samples_of(migration, version, 0) if sample.state != COMPLETED]
    found.extend(f"{migration.name}: region {sample.region} is {sample.state}" for sample in behind)
    return found
