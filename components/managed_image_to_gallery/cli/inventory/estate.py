"""Everything about images in some subscriptions, read side by side."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import Gallery, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.cli.inventory.reading import EstateReader


@dataclass(frozen=True)
class Estate:
    """Images, the versions of all galleries, who needs which image, when it was made (by the image's folded id)."""

    images: Sequence[ManagedImage]
    galleries: Sequence[Gallery]
    versions: Sequence[ImageVersion]
    references: ReferenceIndex
    created: Mapping[str, str] = field(default_factory=dict[str, str])


async def read_estate(reader: EstateReader, subscriptions: Sequence[str]) -> Estate:
    """Read the subscriptions. Raises ReadFailed: half an inventory would be taken for a whole one."""
    images, galleries, references, created = await asyncio.gather(
        asyncio.gather(*(reader.images(subscription) for subscription in subscriptions)),
        asyncio.gather(*(reader.galleries(subscription) for subscription in subscriptions)),
        reader.index_references(subscriptions),
        asyncio.gather(*(reader.images_created(subscription) for subscription in subscriptions)),
    )
    every_gallery = [gallery for found in galleries for gallery in found]
    versions = await asyncio.gather(*(_versions(reader, gallery) for gallery in every_gallery))
    return Estate(
        images=sorted((image for found in images for image in found), key=lambda image: image.id.key),
        galleries=every_gallery,
        versions=[version for found in versions for version in found],
        references=references,
        created={key: time for found in created for key, time in found.items()},
    )


async def _versions(reader: AzureReader, gallery: Gallery) -> list[ImageVersion]:
    definitions = await reader.definitions(gallery.id)
    found = await asyncio.gather(*(reader.versions(definition.id) for definition in definitions))
    return [version for versions in found for version in versions]
