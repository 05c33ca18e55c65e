"""What the gate asks of a reader, and in which of its two rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractAsyncContextManager

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
    from managed_image_to_gallery.azure.resource_graph import SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId


class QuickReader(Protocol):
    """What can be asked in a moment, for the last round before a judgement."""

    @property
    def age(self) -> float:
        """For how many seconds it may have read already, for others with whom the round is shared."""
        ...

    @property
    def waited(self) -> float:
        """For how many seconds in all Azure has made its reads wait, because it throttles them."""
        ...

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        """Read images or definitions that will be asked for by their lists, where they are many.

        Never versions: no list has their replication status.
        """
        ...

    async def image(self, image: ResourceId) -> ManagedImage | None:
        """The managed image; None when it does not exist."""
        ...

    async def version(self, version: ResourceId) -> ImageVersion | None:
        """The image version with its replication status; None when it does not exist."""
        ...

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        """The image definition; None when it does not exist."""
        ...

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        """Every lock on the resource, its group and its subscription."""
        ...

    async def image_created(self, image: ResourceId) -> str | None:
        """When the managed image was made; None where Azure tells no time."""
        ...


class SurveyReader(Protocol):
    """What may take long: lists of whole subscriptions, what became of machines."""

    async def virtual_machine(self, machine: ResourceId) -> VirtualMachine | None:
        """A virtual machine with its instance view; None when it does not exist."""
        ...

    async def run_command(self, command: ResourceId) -> RunCommandResult | None:
        """What a run command came to; None when it does not exist."""
        ...

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        """Everything in these subscriptions that names the image; the version `but` is judged by itself."""
        ...

    async def named_elsewhere(self, image: ResourceId, scope: SweepScope) -> list[ImageReference]:
        """What of any type names the image, by Resource Graph."""
        ...

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        """What was made from any image in the last days and is there no more, by the activity log."""
        ...


class GateReader(Protocol):
    """A way to either round, and who reads; `AzureReader` is the real one."""

    def survey(self) -> AbstractAsyncContextManager[SurveyReader]:
        """A reader that has read nothing before this was asked; those who ask at the same time share it."""
        ...

    def at_once(self, *, alone: bool = False) -> AbstractAsyncContextManager[QuickReader]:
        """A reader that remembers nothing, from the moment on when it is this round's turn.

        Those who ask before it begins may share it, but with one who asks for it `alone`.
        """
        ...

    async def identity(self) -> str:
        """Who reads."""
        ...
