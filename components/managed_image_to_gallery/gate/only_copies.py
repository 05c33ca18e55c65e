"""Is an image version the only copy of what it was made from that is left?

Once its managed image is gone, or another one was made under its name, nobody can make the version again. What is not
known counts as gone: only a version whose source is proven to be there may be deleted without a further word.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, TypeAlias

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.models import SUCCEEDED
from managed_image_to_gallery.azure.resource_ids import resource_id_or_none
from managed_image_to_gallery.azure.times import moment_or_none

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.resource_ids import ResourceId

MANAGED_IMAGE = "Microsoft.Compute/images"

Source: TypeAlias = "tuple[ManagedImage | None, str | None]"
"""A managed image, None where Azure says that it does not exist, and when it was made."""


class SourceReader(Protocol):
    """What is asked about sources; `AzureReader` is the real one."""

    async def image(self, image: ResourceId) -> ManagedImage | None:
        """The managed image; None when it does not exist."""
        ...

    async def image_created(self, image: ResourceId) -> str | None:
        """When the managed image was made; None where Azure tells no time."""
        ...


async def only_copies(reader: SourceReader, versions: Sequence[ImageVersion]) -> dict[str, str]:
    """Why each of these versions must be kept, by its folded id; one that is not among them has its source.

    Each source is asked for once, all side by side. Raises no ReadFailed: it becomes the reason.
    """
    sources = {found.key: found for version in versions if (found := source_image(version)) is not None}
    answers = await asyncio.gather(*(_source(reader, one) for one in sources.values()))
    answer_by_source = dict(zip(sources, answers, strict=True))
    reasons = ((version, _reason(version, answer_by_source)) for version in versions)
    return {version.id.key: reason for version, reason in reasons if reason}


def source_image(version: ImageVersion) -> ResourceId | None:
    """The managed image that the version was made from, as Azure says; None where it says something else."""
    source = resource_id_or_none(version.source_id)
    return source if source is not None and source.full_type == MANAGED_IMAGE else None


def reason_to_keep(version: ImageVersion, image: ManagedImage | None, created: str | None) -> str:
    """Why the version is an only copy, given what Azure says of its source now; empty when the source is there.

    created: when the image was made, as Azure spells the time. It has to be before the version was published: the body
    of an image that was made again under its name may be the same to the last letter.
    """
    if image is None:
        return f"it is the only copy of {version.source_id}, which does not exist any more"
    if image.provisioning_state != SUCCEEDED:
        return f"it may be the only copy of {image.id}, whose provisioningState is {image.provisioning_state}"
    made, published = moment_or_none(created), moment_or_none(version.published_date)
    if made is None or published is None:
        return (
            f"it may be the only copy of {image.id}: whether that image is older is not known (the version published "
            f"{version.published_date or 'at no known time'}, the image made {created or 'at no known time'})"
        )
    if made > published:
        return (
            f"it is the only copy of {image.id} as it was: the image of today was made {created}, after the version "
            f"was published {version.published_date}"
        )
    return ""


async def _source(reader: SourceReader, image: ResourceId) -> Source | ReadFailed:
    """The image and when it was made. The age comes from a list, which may take its time: the image is read last."""
    try:
        created = await reader.image_created(image)
        return await reader.image(image), created
    except ReadFailed as failure:
        return failure


def _reason(version: ImageVersion, answer_by_source: Mapping[str, Source | ReadFailed]) -> str:
    source = source_image(version)
    if source is None:
        return (
            f"it may be the only copy of {version.source_id or 'a source that Azure does not name'}, no managed image"
        )
    answer = answer_by_source[source.key]
    if isinstance(answer, ReadFailed):
        return f"it may be the only copy of {source}: whether that exists is not known ({answer.finding})"
    return reason_to_keep(version, *answer)
