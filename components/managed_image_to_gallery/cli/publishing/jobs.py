"""Which versions a plan makes or changes, with what is needed to order and estimate them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.batches.waves import Job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.preview_digest import Digest
    from managed_image_to_gallery.config.migration import Migration

VERSION = "azure-native:compute:GalleryImageVersion"


def version_urns(digest: Digest) -> dict[str, str]:
    """The URN of every version that the plan makes or changes, by the migration's name."""
    return {
        step.name.removesuffix("-version"): step.urn
        for step in digest.steps
        if step.resource_type == VERSION and step.operation != "same"
    }


def jobs_of(settings: AzureSettings, migrations: Sequence[Migration], urns: Mapping[str, str]) -> list[Job]:
    """The migrations whose version is made or changed, with their images. Raises ReadFailed.

    A version whose source is gone already can only be changed, which takes no copying: it is no job.
    """
    wanted = [migration for migration in migrations if migration.name in urns]
    images = asyncio.run(_images(settings, wanted))
    return [Job(migration, image) for migration, image in zip(wanted, images, strict=True) if image is not None]


async def _images(settings: AzureSettings, migrations: Sequence[Migration]) -> list[ManagedImage | None]:
    async with AzureReader.connect(settings) as reader:
        return await asyncio.gather(*(reader.image(migration.source_id) for migration in migrations))
