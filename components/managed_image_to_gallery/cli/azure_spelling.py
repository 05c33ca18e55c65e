"""Ids of images as Azure spells them, wherever a person compares them with the portal.

The program folds the ids of source images, because the engine takes two spellings for two images (`components.
migration.source_id`); so neither the state nor a preview has Azure's own.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AzureFactsError
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_ids import ResourceId, parse_resource_id, resource_id_or_none
from managed_image_to_gallery.cli.kinds import Kind
from managed_image_to_gallery.cli.named_sources import sources_in
from managed_image_to_gallery.cli.preview_digest import DELETES, REPLACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.preview_digest import Digest


def respelled(digest: Digest, settings: AzureSettings) -> Digest:
    """The digest with the ids of the images that it deletes as Azure spells them.

    Where Azure does not answer they stay as they are: a spelling is for people, nothing is decided by it.
    """
    asked = _deleted_images(digest)
    if not asked:
        return digest
    try:
        found = asyncio.run(_read(settings, asked))
    except AzureFactsError:
        return digest
    return digest.spelled(spellings(asked, found, sources_in(digest)))


def spellings(asked: Sequence[ResourceId], found: Sequence[ResourceId], written: Mapping[str, str]) -> dict[str, str]:
    """The ids to show for those asked for, by folded id: names as Azure has them, groups too where it keeps them.

    A list answers the resource group in upper case (docs/reference/azure-galleries.md#managed-images), so with several
    images in a subscription the group is that of `written`, what the config says by folded id.
    """
    read_alone = {one.key for one in asked if sum(_together(one, other) for other in asked) == 1}
    shown: dict[str, str] = {}
    for one in found:
        group = parse_resource_id(written[one.key]).resource_group if one.key in written else one.resource_group
        shown[one.key] = str(one if one.key in read_alone else replace(one, resource_group=group))
    return shown


def _deleted_images(digest: Digest) -> list[ResourceId]:
    found: dict[str, ResourceId] = {}
    for step in digest.steps:
        if step.kind is Kind.IMAGE and step.operation in DELETES | REPLACES:
            image = resource_id_or_none(step.cloud_id)
            if image is not None:
                found.setdefault(step.key, image)
    return list(found.values())


def _together(first: ResourceId, second: ResourceId) -> bool:
    return first.subscription_id == second.subscription_id


async def _read(settings: AzureSettings, asked: Sequence[ResourceId]) -> list[ResourceId]:
    """One request per subscription: for the one image in it, or the list."""
    subscriptions = {one.subscription_id: one for one in asked}
    async with AzureReader.connect(settings) as reader:
        answers = await asyncio.gather(
            *(_of(reader, [one for one in asked if _together(one, any_)]) for any_ in subscriptions.values())
        )
    return [image for answer in answers for image in answer]


async def _of(reader: AzureReader, asked: Sequence[ResourceId]) -> list[ResourceId]:
    if len(asked) == 1:
        image = await reader.image(asked[0])
        return [image.id] if image else []
    wanted = {one.key for one in asked}
    return [image.id for image in await reader.images(asked[0].subscription_id) if image.id.key in wanted]
