"""Everything that names any managed image, in one pass over whole subscriptions: the inventory's question.

`reference_scan` looks through every list for one image; for hundreds of images one look is enough. What counts as a
reference is decided by the same functions.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from azure_facts import wire_references
from azure_facts.body import Body
from azure_facts.errors import InvalidResourceId
from azure_facts.reference_scan import MACHINES_API_VERSION, OTHER_KINDS, SCALE_SETS, listed, without_held
from azure_facts.resource_ids import parse_resource_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from azure_facts.json_types import Json, JsonObject
    from azure_facts.models import ImageReference
    from azure_facts.reference_scan import Kind
    from azure_facts.resource_ids import ResourceId
    from azure_facts.shared_lists import Lists

_IMAGE_MARKER = "/providers/microsoft.compute/images/"


async def references_by_image(lists: Lists, subscriptions: Iterable[str]) -> dict[str, list[ImageReference]]:
    """References by the folded id of the image they name. Raises ReadFailed.

    An attached disk is left out where its machine is among the image's references.
    """
    scans = [
        scan
        for subscription in sorted({subscription.lower() for subscription in subscriptions})
        for scan in (
            *(_of_kind(lists, kind, subscription) for kind in OTHER_KINDS),
            _of_scale_sets(lists, subscription),
        )
    ]
    found: dict[str, list[ImageReference]] = {}
    for pairs in await asyncio.gather(*scans):
        for key, reference in pairs:
            found.setdefault(key, []).append(reference)
    return {key: without_held(references) for key, references in found.items()}


_Pairs = list[tuple[str, "ImageReference"]]


async def _of_kind(lists: Lists, kind: Kind, subscription: str) -> _Pairs:
    bodies = await listed(lists, kind, subscription)
    return [pair for body in bodies for pair in _pairs(body, kind.references)]


async def _of_scale_sets(lists: Lists, subscription: str) -> _Pairs:
    bodies = await listed(lists, SCALE_SETS, subscription)
    found = await asyncio.gather(*(_of_scale_set(lists, body) for body in bodies))
    return [pair for pairs in found for pair in pairs]


async def _of_scale_set(lists: Lists, scale_set: JsonObject) -> _Pairs:
    """The model, and the instances that name another image than it; none when the set has gone since."""
    by_model = list(_pairs(scale_set, wire_references.in_scale_set))
    scale_set_id = Body("virtual machine scale set", scale_set).text("id")
    what, query = f"list of instances of {scale_set_id}", f"api-version={MACHINES_API_VERSION}"
    instances = await lists.list(f"{scale_set_id}/virtualMachines", query, what)
    known = {key for key, _ in by_model}
    by_instance = [pair for body in instances or [] for pair in _pairs(body, wire_references.in_scale_set_instance)]
    return [*by_model, *(pair for pair in by_instance if pair[0] not in known)]


def _pairs(
    body: JsonObject, references: Callable[[JsonObject, ResourceId], list[ImageReference]]
) -> Iterator[tuple[str, ImageReference]]:
    candidates = {image.key: image for image in _images_named(body)}
    for key, image in candidates.items():
        for reference in references(body, image):
            yield key, reference


def _images_named(value: Json) -> Iterator[ResourceId]:
    """Every managed image's id anywhere in a body."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _images_named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _images_named(item)
    elif isinstance(value, str) and _IMAGE_MARKER in value.lower():
        try:
            found = parse_resource_id(value)
        except InvalidResourceId:
            return
        if found.types == ("images",):
            yield found
