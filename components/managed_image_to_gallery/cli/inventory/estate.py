"""Everything about images in some subscriptions, read at the same time, and whether an image could be published."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.api_versions import SUBSCRIPTIONS_API_VERSION
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.inventory.copies import Holdings, read_copies
from managed_image_to_gallery.cli.inventory.users import swept, users_of_all
from managed_image_to_gallery.gate.eligibility import Finding, Publication, ineligibilities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import Gallery, ImageDefinition, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.cli.inventory.copies import Copies
    from managed_image_to_gallery.gate.standing import Copy


class EstateReader(AzureReader):
    """A reader that also knows the lists of Resource Manager itself."""

    async def subscriptions(self) -> list[str]:
        """The enabled subscriptions that the identity sees, in Azure's order. Raises ReadFailed."""
        bodies = await self._resource_manager.list(
            "/subscriptions", f"api-version={SUBSCRIPTIONS_API_VERSION}", "list of subscriptions"
        )
        return [str(body["subscriptionId"]) for body in bodies or () if body.get("state") == "Enabled"]


@dataclass(frozen=True)
class Estate:
    """Images, what all galleries hold, who needs which image; by its folded id when one was made, and its copies.

    certainty: how certain it is who needs which image, in one line.
    """

    images: Sequence[ManagedImage]
    galleries: Sequence[Gallery]
    versions: Sequence[ImageVersion]
    references: ReferenceIndex
    created: Mapping[str, str] = field(default_factory=dict[str, str])
    definitions: Sequence[ImageDefinition] = ()
    copies: Copies = field(default_factory=dict[str, "Sequence[Copy]"])
    certainty: str = ""


async def read_holdings(reader: AzureReader, subscriptions: Sequence[str]) -> Holdings:
    """Every gallery of the subscriptions with what is in it. Raises ReadFailed."""
    found = await asyncio.gather(*(reader.galleries(subscription) for subscription in subscriptions))
    galleries = [gallery for listed in found for gallery in listed]
    in_galleries = await asyncio.gather(*(reader.definitions(gallery.id) for gallery in galleries))
    definitions = [definition for listed in in_galleries for definition in listed]
    versions = await asyncio.gather(*(reader.versions(definition.id) for definition in definitions))
    return Holdings(galleries, definitions, [version for listed in versions for version in listed])


async def read_estate(reader: EstateReader, subscriptions: Sequence[str]) -> Estate:
    """Read the subscriptions. Raises ReadFailed: half an inventory would be taken for a whole one."""
    images, holdings, sweep, created = await asyncio.gather(
        asyncio.gather(*(reader.images(subscription) for subscription in subscriptions)),
        read_holdings(reader, subscriptions),
        swept(reader, subscriptions),
        asyncio.gather(*(reader.images_created(subscription) for subscription in subscriptions)),
    )
    ordered = sorted((image for found in images for image in found), key=lambda image: image.id.key)
    made = {key: time for found in created for key, time in found.items()}
    users, copies = await asyncio.gather(
        users_of_all(reader, subscriptions, ordered, sweep), read_copies(reader, ordered, holdings, made)
    )
    return Estate(
        images=ordered,
        galleries=holdings.galleries,
        versions=holdings.versions,
        references=users.index,
        certainty=users.certainty,
        created=made,
        definitions=holdings.definitions,
        copies=copies,
    )


def findings_against(image: ManagedImage) -> list[Finding]:
    """The rules that keep Azure from taking the image into a gallery in its own region; [] when there is none."""
    publication = Publication(version_location=image.location, target_regions=(image.location,))
    return ineligibilities(image, publication)


def reasons_against(image: ManagedImage) -> list[str]:
    """The same, one text each."""
    return [finding.text() for finding in findings_against(image)]
