"""The managed images that no migration takes, for the report: what is there besides, and why."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.inventory.judging import reasons_against

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from managed_image_to_gallery.azure.models import ImageReference, ManagedImage
    from managed_image_to_gallery.cli.azure_reads.shared_facts import SharedFacts
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class LeftOut:
    """An image without a migration: why Azure would not take it (empty when it would), and who uses it."""

    image: ManagedImage
    reasons: Sequence[str]
    users: Sequence[ImageReference]

    @property
    def user_names(self) -> str:
        """Its users in one text."""
        return ", ".join(user.short_text for user in self.users)


def subscriptions_of(subscription_id: str, migrations: Sequence[Migration]) -> set[str]:
    """Where a stack's images may be: its own subscription and those of its sources."""
    return {subscription_id.lower(), *(one.source_id.subscription_id.lower() for one in migrations)}


async def read_left_out(look: SharedFacts, subscriptions: AbstractSet[str], taken: AbstractSet[str]) -> list[LeftOut]:
    """Images of subscriptions that are not among the folded ids of those taken, by id. Raises ReadFailed."""
    images, references = await asyncio.gather(look.images(subscriptions), look.index_references(subscriptions))
    return [
        LeftOut(image, reasons_against(image), references.of(image.id)) for image in images if image.id.key not in taken
    ]
