"""Facts that all stacks of a command share: lists of whole subscriptions and galleries, each read once.

Azure throttles reads of single resources: 360 images in three minutes, 600 definitions
(docs/reference/azure-galleries.md#request-budgets). A list of a subscription answers for thousands of them, and is the
same for every stack that reaches Azure in the same way.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from managed_image_to_gallery.azure.answer_sharing import AnswerCache
from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.reader import AzureReader

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Iterable, Mapping

    from managed_image_to_gallery.azure.models import ImageDefinition, ManagedImage
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.azure.resource_graph import Sweep, SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings

_T = TypeVar("_T")

FEW = 20
"""Up to as many migrations their resources are read one by one: a subscription's list may have thousands of others."""


class SharedFacts:
    """What one identity can list. `many`: lists are read instead of single images and definitions."""

    def __init__(self, reader: AzureReader, *, many: bool) -> None:
        self.reader = reader
        self.many = many
        self._images: AnswerCache[dict[str, ManagedImage]] = AnswerCache()
        self._references: AnswerCache[ReferenceIndex] = AnswerCache()
        self._known_images: AnswerCache[Mapping[str, ManagedImage]] = AnswerCache()
        self._known_definitions: AnswerCache[Mapping[str, ImageDefinition]] = AnswerCache()

    async def images(self, subscriptions: Iterable[str]) -> list[ManagedImage]:
        """All managed images of subscriptions, by folded id. Raises ReadFailed."""
        listed = await asyncio.gather(*(self._images_of(one) for one in _folded(subscriptions)))
        found = {key: image for images in listed for key, image in images.items()}
        return [found[key] for key in sorted(found)]

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in subscriptions that names or needs a managed image. Raises ReadFailed."""
        asked = _folded(subscriptions)
        return await self._references.get(",".join(asked), lambda: self.reader.index_references(asked))

    async def index_unswept(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """What those services name that Resource Graph does not show whole. Raises ReadFailed."""
        return await self.reader.index_unswept(_folded(subscriptions))

    async def sweep(self, scope: SweepScope) -> Sweep:
        """What of any type names images, by Resource Graph. Raises ReadFailed."""
        return await self.reader.sweep(scope)

    async def listed_image(self, image: ResourceId) -> ManagedImage | None:
        """The image as the list of its subscription has it; None when there is no such list, or it has no such image.

        None says nothing of Azure: what a list does not have must be asked for alone.
        """
        if not self.many:
            return None
        subscription = image.subscription_id.lower()
        known = await self._known_images.get(subscription, lambda: _or_nothing(self._images_of(subscription)))
        return known.get(image.key)

    async def listed_definition(self, gallery: ResourceId, definition: ResourceId) -> ImageDefinition | None:
        """The definition as the list of its gallery has it; None as with `listed_image`."""
        if not self.many:
            return None
        known = await self._known_definitions.get(gallery.key, lambda: _or_nothing(self._definitions_of(gallery)))
        return known.get(definition.key)

    async def _images_of(self, subscription: str) -> dict[str, ManagedImage]:
        return await self._images.get(subscription, lambda: self._read_images(subscription))

    async def _read_images(self, subscription: str) -> dict[str, ManagedImage]:
        return {image.id.key: image for image in await self.reader.images(subscription)}

    async def _definitions_of(self, gallery: ResourceId) -> Mapping[str, ImageDefinition]:
        return {one.id.key: one for one in await self.reader.definitions(gallery)}


class Connections:
    """One connection, and the facts it shares, for each identity and cloud: opened when it is first asked for.

    Belongs to the event loop it was made in.
    """

    def __init__(self, open_: AsyncExitStack, *, many: bool) -> None:
        self._open = open_
        self._many = many
        self._facts: dict[AzureSettings, asyncio.Task[SharedFacts]] = {}

    async def facts(self, settings: AzureSettings) -> SharedFacts:
        """What these settings give access to. Raises what `AzureReader.connect` raises, to all who ask: one try."""
        if settings not in self._facts:
            self._facts[settings] = asyncio.ensure_future(self._connect(settings))
        # Shielded: one who gives up must not take the connection from the others.
        return await asyncio.shield(self._facts[settings])

    async def _connect(self, settings: AzureSettings) -> SharedFacts:
        reader = await self._open.enter_async_context(AzureReader.connect(settings))
        return SharedFacts(reader, many=self._many)


@asynccontextmanager
async def open_connections(*, many: bool) -> AsyncGenerator[Connections]:
    """Connections that are open until the end of the `async with`; `many` as in `SharedFacts`."""
    async with AsyncExitStack() as open_:
        yield Connections(open_, many=many)


def _folded(subscriptions: Iterable[str]) -> list[str]:
    return sorted({subscription.lower() for subscription in subscriptions})


async def _or_nothing(read: Coroutine[object, object, Mapping[str, _T]]) -> Mapping[str, _T]:
    """A list that Azure refuses to an identity may still be readable one by one."""
    try:
        return await read
    except ReadFailed:
        return {}
