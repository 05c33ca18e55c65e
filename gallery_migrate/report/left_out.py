"""The managed images that no migration of the stack takes, for the report: what is there besides, and why."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gallery_migrate.inventory.judging import reasons_against

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azure_facts.models import ImageReference, ManagedImage
    from azure_facts.reader import AzureReader
    from components.migration import Migration


@dataclass(frozen=True)
class LeftOut:
    """An image without a migration: why Azure would not take it (empty when it would), and who uses it."""

    image: ManagedImage
    reasons: Sequence[str]
    users: Sequence[ImageReference]

    @property
    def user_names(self) -> str:
        """Its users in one text."""
        return ", ".join(f"{user.kind} {user.consumer_id.rsplit('/', 1)[-1]}" for user in self.users)


async def read_left_out(reader: AzureReader, migrations: Sequence[Migration], subscription_id: str) -> list[LeftOut]:
    """Images of the stack's and the sources' subscriptions that are no source, by id. Raises ReadFailed."""
    taken = {migration.source_id.key for migration in migrations}
    subscriptions = {subscription_id.lower(), *(one.source_id.subscription_id.lower() for one in migrations)}
    listed, references = await asyncio.gather(
        asyncio.gather(*(reader.images(subscription) for subscription in sorted(subscriptions))),
        reader.references_by_image(sorted(subscriptions)),
    )
    images = sorted((image for found in listed for image in found), key=lambda image: image.id.key)
    return [
        LeftOut(image, reasons_against(image), references.get(image.id.key, ()))
        for image in images
        if image.id.key not in taken
    ]
