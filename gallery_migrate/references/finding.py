"""Who still names the sources of some migrations, read in one pass."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from gallery_migrate.references.changes import Change, change_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from azure_facts.models import ImageDefinition, ImageReference
    from azure_facts.resource_ids import ResourceId
    from components.migration import Migration


class ChangesReader(Protocol):
    """What is asked of a reader: an `AzureReader`, or a look that reads nothing twice."""

    async def references_by_image(self, subscriptions: Iterable[str]) -> dict[str, list[ImageReference]]:
        """Everything in these subscriptions that names a managed image, by the image's folded id."""
        ...

    async def definition(self, definition: ResourceId, *, fresh: bool = False) -> ImageDefinition | None:
        """The image definition; None when it does not exist."""
        ...


async def find_changes(reader: ChangesReader, migrations: Sequence[Migration]) -> dict[str, list[Change]]:
    """The changes that each migration's consumers need, by its name. Raises ReadFailed."""
    subscriptions = {one.source_id.subscription_id for one in migrations}
    subscriptions |= {extra for one in migrations for extra in one.reference_subscriptions}
    references, definitions = await asyncio.gather(
        reader.references_by_image(sorted(subscriptions)),
        asyncio.gather(*(reader.definition(one.definition_id) for one in migrations)),
    )
    return {
        one.name: [
            change_of(reference, one.source_id, one.version_id, definition.purchase_plan if definition else None)
            for reference in references.get(one.source_id.key, ())
        ]
        for one, definition in zip(migrations, definitions, strict=True)
    }
