"""Who still names the sources of some migrations, read in one pass."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.cli.references.changes import Change, change_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from managed_image_to_gallery.azure.models import ImageDefinition
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.config.migration import Migration


class ChangesReader(Protocol):
    """What is asked of a reader: an `AzureReader`, or a look that reads nothing twice."""

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in these subscriptions that names or needs a managed image."""
        ...

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        """The image definition; None when it does not exist."""
        ...


async def find_changes(reader: ChangesReader, migrations: Sequence[Migration]) -> dict[str, list[Change]]:
    """The changes that each migration's consumers need, by its name; its own version is none. Raises ReadFailed."""
    subscriptions = {one.source_id.subscription_id for one in migrations}
    subscriptions |= {extra for one in migrations for extra in one.reference_subscriptions}
    references, definitions = await asyncio.gather(
        reader.index_references(sorted(subscriptions)),
        asyncio.gather(*(reader.definition(one.definition_id) for one in migrations)),
    )
    return {
        one.name: [
            change_of(reference, one.source_id, one.version_id, definition.purchase_plan if definition else None)
            for reference in references.of(one.source_id)
            if not same_id(reference.consumer_id, one.version_id)
        ]
        for one, definition in zip(migrations, definitions, strict=True)
    }
