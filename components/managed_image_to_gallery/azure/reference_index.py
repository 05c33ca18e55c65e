"""Everything that names or needs any managed image, in one pass over whole subscriptions: the inventory's question.

`reference_scan` looks through every list for one image; for hundreds of images one look is enough. What counts as a
reference is decided by the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.reference_scan import without_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.azure.reference_scan import Search
    from managed_image_to_gallery.azure.resource_ids import ResourceId


@dataclass(frozen=True)
class ReferenceIndex:
    """References by the folded id of what is named, and those of which nobody knows what they name."""

    by_key: Mapping[str, Sequence[ImageReference]] = field(default_factory=dict[str, "Sequence[ImageReference]"])
    unknown: Sequence[ImageReference] = ()

    def of(self, image: ResourceId) -> list[ImageReference]:
        """Everything that names or needs an image, or may.

        A disk that is attached to something among it is left out.
        """
        return without_held([*self.by_key.get(image.key, ()), *self.unknown])


async def index_references(search: Search, subscriptions: Iterable[str]) -> ReferenceIndex:
    """The index of these subscriptions. Raises ReadFailed."""
    found: dict[str, list[ImageReference]] = {}
    unknown: list[ImageReference] = []
    for naming in await search.namings(subscriptions):
        (unknown if naming.key is None else found.setdefault(naming.key, [])).append(naming.reference)
    return ReferenceIndex(found, unknown)
