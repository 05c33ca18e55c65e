"""The versions that are made from managed images already: who finds one need not publish another."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from managed_image_to_gallery.azure.models import SUCCEEDED
from managed_image_to_gallery.gate.only_copies import source_image
from managed_image_to_gallery.gate.standing import Copy, Standing, copy_of

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import Gallery, ImageDefinition, ImageVersion, ManagedImage
    from managed_image_to_gallery.azure.reader import AzureReader

Copies: TypeAlias = Mapping[str, Sequence[Copy]]
"""By the folded id of an image the versions that name it as their source, in the order of their ids."""

BEST_FIRST = (Standing.COMPLETE, Standing.INCOMPLETE, Standing.FAILED, Standing.SHALLOW, Standing.OLDER)
"""Standings, the one that helps most at first."""


@dataclass(frozen=True)
class Holdings:
    """Galleries with the definitions and versions that are in them; lists tell no replication status."""

    galleries: Sequence[Gallery]
    definitions: Sequence[ImageDefinition]
    versions: Sequence[ImageVersion]


def best(copies: Sequence[Copy]) -> Standing | None:
    """What the best of several copies is; None where there is none."""
    return min((copy.standing for copy in copies), key=BEST_FIRST.index, default=None)


async def read_copies(
    reader: AzureReader, images: Sequence[ManagedImage], holdings: Holdings, created: Mapping[str, str]
) -> Copies:
    """The copies of images, of which only those are asked for by themselves that may be complete. Raises ReadFailed.

    created: when each image was made, by its folded id.
    """
    by_id = {image.id.key: image for image in images}
    definitions = {definition.id.key: definition for definition in holdings.definitions}
    sources = [(source.key, version) for version in holdings.versions if (source := source_image(version)) is not None]
    listed = sorted((one for one in sources if one[0] in by_id), key=lambda one: one[1].id.key)
    read = await asyncio.gather(*(_with_replication(reader, version) for _, version in listed))
    now = datetime.now(UTC)
    found: dict[str, list[Copy]] = {}
    for (key, _), version in zip(listed, read, strict=True):
        if version is not None:
            definition = definitions.get(version.id.parent.key)
            found.setdefault(key, []).append(copy_of(by_id[key], version, definition, created.get(key), now))
    return found


async def _with_replication(reader: AzureReader, listed: ImageVersion) -> ImageVersion | None:
    """None for what is gone since it was listed. What is no copy by itself stays as it was listed."""
    if listed.provisioning_state != SUCCEEDED or listed.replication_mode != "Full":
        return listed
    return await reader.version_as_seen(listed.id)
