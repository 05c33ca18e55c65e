"""What one stack knows of Azure within a command, for its report, its gate and its status."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.models import (
        ImageDefinition,
        ImageReference,
        ImageVersion,
        ManagedImage,
        ResourceLock,
        RunCommandResult,
        VirtualMachine,
    )
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.azure.resource_graph import Sweep, SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.cli.azure_reads.shared_facts import SharedFacts
    from managed_image_to_gallery.gate.adopted import AdoptedImage


class StackFacts:
    """What the gate and the samples ask of a reader, answered as of when it was first read: nothing is read twice.

    Whoever acts upon an answer must ask a new `AzureReader`. What is read for this stack alone is forgotten with it;
    versions are remembered for all stacks, because the lists of users lead to them too.

    adopted: the images as they were adopted, by the image's folded id. The records were made of the answer for one
    image, and a list may spell an answer differently: a difference counts only if that image, asked alone, has it too.
    """

    def __init__(self, shared: SharedFacts, adopted: Mapping[str, AdoptedImage] | None = None) -> None:
        self.shared = shared
        self._alone = shared.reader.afresh()
        self._adopted = adopted or {}

    waited = age = 0.0
    """These facts are of no moment, so it does not matter when Azure let them be read."""

    @asynccontextmanager
    async def survey(self) -> AsyncGenerator[StackFacts]:
        """These facts themselves, which all stacks share."""
        yield self

    @asynccontextmanager
    async def at_once(self, *, alone: bool = False) -> AsyncGenerator[StackFacts]:
        """These facts themselves: they are for showing, and no proof for whoever acts upon them."""
        yield self

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        """Nothing: what is many is read by the lists that all stacks share."""

    async def image(self, image: ResourceId) -> ManagedImage | None:
        """The managed image; None when Azure says that it does not exist. Raises ReadFailed."""
        listed = await self.shared.listed_image(image)
        adopted = self._adopted.get(image.key)
        if listed is not None and not (adopted and adopted.changes(listed)):
            return listed
        return await self._alone.image(image)

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        """The image definition; None when Azure says that it does not exist. Raises ReadFailed."""
        listed = await self.shared.listed_definition(definition.parent, definition)
        return listed or await self._alone.definition(definition)

    async def version(self, version: ResourceId) -> ImageVersion | None:
        """The version with its replication status, which no list tells; None when it does not exist."""
        return await self.shared.reader.version_as_seen(version)

    async def virtual_machine(self, machine: ResourceId) -> VirtualMachine | None:
        """A virtual machine with its instance view; None when it does not exist. Raises ReadFailed."""
        return await self._alone.virtual_machine(machine)

    async def run_command(self, command: ResourceId) -> RunCommandResult | None:
        """What a run command came to; None when it does not exist. Raises ReadFailed."""
        return await self._alone.run_command(command)

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        """Every lock on the resource, its group and its subscription. Raises ReadFailed."""
        return await self.shared.reader.locks(scope)

    async def image_created(self, image: ResourceId) -> str | None:
        """When the managed image was made; None where Azure tells no time. Raises ReadFailed."""
        return await self.shared.reader.image_created(image)

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        """Everything in these subscriptions that names or needs the image, or may; the version `but` too.

        What all stacks share is read for all images at once. Raises ReadFailed.
        """
        return (await self.index_references(subscriptions)).of(image)

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in these subscriptions that names or needs any managed image. Raises ReadFailed."""
        return await self.shared.index_references(subscriptions)

    async def named_elsewhere(self, image: ResourceId, scope: SweepScope) -> list[ImageReference]:
        """What of any type names the image, by Resource Graph. Raises ReadFailed."""
        return await self.shared.reader.named_elsewhere(image, scope)

    async def sweep(self, scope: SweepScope) -> Sweep:
        """What of any type names images, by Resource Graph. Raises ReadFailed."""
        return await self.shared.sweep(scope)

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        """What was made from any image in the last days and is there no more, by the log. Raises ReadFailed."""
        return await self.shared.reader.used_and_gone(subscriptions, days)

    async def identity(self) -> str:
        """Who reads. Raises ReadFailed."""
        return await self.shared.reader.identity()
