"""Who uses which image: by one sweep of Resource Graph for all images, or by lists where that has not seen them all.

Inventory and report are looked at and delete nothing, so what may be hours old will do, if it is said. The lists grow
with what is searched, and each version from an image is read by itself; a sweep has seven queries, however many images
there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
from managed_image_to_gallery.azure.resource_graph import SweepScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from managed_image_to_gallery.azure.models import ImageReference, ManagedImage
    from managed_image_to_gallery.azure.resource_graph import Sweep

BY_SWEEP = "Used by: as Azure Resource Graph says, which may be hours behind; `retire` asks the lists too."
BY_LISTS = "Used by: by lists of machines, disks, versions and services, read now. Resource Graph was no help: {}"
_INSTANCES = "/virtualmachines/"


class UsersReader(Protocol):
    """What is asked of a reader: an `AzureReader`, or facts that several stacks share."""

    async def sweep(self, scope: SweepScope) -> Sweep:
        """What of any type names images, by Resource Graph. Raises ReadFailed."""
        ...

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in subscriptions that names or needs a managed image. Raises ReadFailed."""
        ...

    async def index_unswept(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """What those services name that Resource Graph does not show whole. Raises ReadFailed."""
        ...


@dataclass(frozen=True)
class Users:
    """The users of all images, and how certain they are, in one line."""

    index: ReferenceIndex
    certainty: str = ""


async def swept(reader: UsersReader, subscriptions: Iterable[str]) -> Sweep | ReadFailed:
    """The sweep instead of lists; what went wrong in its place."""
    scope = SweepScope(tuple(sorted(one.lower() for one in subscriptions)), instead_of_lists=True)
    try:
        return await reader.sweep(scope)
    except ReadFailed as failure:
        return failure


async def users_of_all(
    reader: UsersReader, subscriptions: Iterable[str], images: Sequence[ManagedImage], sweep: Sweep | ReadFailed
) -> Users:
    """Who uses the images: by the sweep if it has seen each of them, else by lists. Raises ReadFailed."""
    try:
        if isinstance(sweep, ReadFailed):
            raise sweep
        sweep.prove(image.id for image in images)
    except ReadFailed as failure:
        return Users(await reader.index_references(subscriptions), BY_LISTS.format(failure.finding))
    unswept = await reader.index_unswept(subscriptions)
    keys = dict.fromkeys((*sweep.hits, *unswept.by_key))
    both = {key: [*_without_instances(sweep.hits.get(key, ())), *unswept.by_key.get(key, ())] for key in keys}
    return Users(ReferenceIndex(both, unswept.unknown), BY_SWEEP)


def _without_instances(found: Sequence[ImageReference]) -> list[ImageReference]:
    """The same without instances of a scale set whose model is among them."""
    known = {one.consumer_id.lower() for one in found}
    return [one for one in found if one.consumer_id.lower().rpartition(_INSTANCES)[0] not in known]
