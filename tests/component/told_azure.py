"""An Azure that answers what it was told, at the seam where the product connects its reader."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.activity_log import Activity
from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.regions import REGIONS
from managed_image_to_gallery.azure.resource_ids import same_id
from tests.azure import bodies

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import (
        Gallery,
        ImageDefinition,
        ImageReference,
        ImageVersion,
        ManagedImage,
        ResourceLock,
        RoleAssignment,
        RunCommandResult,
        VirtualMachine,
    )
    from managed_image_to_gallery.azure.pacing import Pace
    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.azure.resource_graph import SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings

SETTINGS = {"azure-native:subscriptionId": bodies.SUBSCRIPTION}


class ToldAzure:
    """Resources by id; `failures` raise instead. `asked` lists what was read, in order.

    `hidden` are the ids that only lists show.
    """

    def __init__(self, *resources: JsonObject) -> None:
        self.resources = list(resources)
        self.failures: dict[str, ReadFailed] = {}
        self.asked: list[str] = []
        self.references: list[ImageReference] = []
        self.elsewhere: list[ImageReference] = []
        self.image_made: str | None = bodies.IMAGE_CREATED
        self.listed_regions: list[Region] | ReadFailed = list(REGIONS.values())
        self.remaining: dict[str, int] = {}
        self.locked: list[ResourceLock] = []
        self.assigned: list[RoleAssignment] = []
        self.in_bin: list[str] = []
        self.hidden: set[str] = set()
        self.alone: list[bool] = []
        self.age = 0.0
        self.more_come: Callable[[], bool] = bool

    def connect(
        self, settings: AzureSettings, *, pace: Pace | None = None, more_come: Callable[[], bool] = bool
    ) -> object:
        """In place of `AzureReader.connect`."""
        self.more_come = more_come
        return self._connected(settings)

    @asynccontextmanager
    async def _connected(self, _: AzureSettings) -> AsyncGenerator[ToldAzure]:
        yield self

    def afresh(self) -> ToldAzure:
        return self

    waited = 0.0

    @asynccontextmanager
    async def survey(self) -> AsyncGenerator[ToldAzure]:
        yield self

    @asynccontextmanager
    async def at_once(self, *, alone: bool = False) -> AsyncGenerator[ToldAzure]:
        self.alone.append(alone)
        yield self

    def remove(self, resource: ResourceId) -> None:
        self.resources = [body for body in self.resources if not same_id(str(body["id"]), resource)]

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        """Each is read by itself."""

    async def image(self, image: ResourceId) -> ManagedImage | None:
        body = self._body(image)
        return wire.managed_image(body) if body else None

    async def gallery(self, gallery: ResourceId) -> Gallery | None:
        body = self._body(gallery)
        return wire.gallery(body) if body else None

    async def galleries(self, subscription_id: str) -> list[Gallery]:
        self._note(f"{subscription_id}/galleries")
        return [wire.gallery(body) for body in self.resources if body.get("type") == "Microsoft.Compute/galleries"]

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        body = self._body(definition)
        return wire.image_definition(body) if body else None

    async def definitions(self, gallery: ResourceId) -> list[ImageDefinition]:
        self._note(f"{gallery}/images")
        return [
            wire.image_definition(body)
            for body in self.resources
            if body.get("type") == "Microsoft.Compute/galleries/images"
        ]

    async def version(self, version: ResourceId) -> ImageVersion | None:
        body = self._body(version)
        return wire.image_version(body) if body else None

    async def versions(self, definition: ResourceId) -> list[ImageVersion]:
        self._note(f"{definition}/versions")
        within = f"{definition.key}/versions/"
        return [wire.image_version(body) for body in self.resources if str(body["id"]).lower().startswith(within)]

    async def deleted_numbers(self, definition: ResourceId) -> list[str]:
        self._note(f"{definition}/bin")
        return self.in_bin

    async def virtual_machine(self, machine: ResourceId) -> VirtualMachine | None:
        body = self._body(machine)
        return wire.virtual_machine(body) if body else None

    async def run_command(self, command: ResourceId) -> RunCommandResult | None:
        body = self._body(command)
        return wire.run_command_result(body) if body else None

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        self._note(f"{scope}/locks")
        return [lock for lock in self.locked if same_id(lock.scope, scope)]

    async def role_assignments(self, scope: ResourceId) -> list[RoleAssignment]:
        self._note(f"{scope}/roles")
        return [one for one in self.assigned if same_id(one.scope, scope)]

    async def named_like(self, subscription_id: str, text: str) -> frozenset[str]:
        self._note(f"{subscription_id}/{text}")
        ids = (str(body["id"]).lower() for body in self.resources)
        return frozenset(one for one in ids if text in one.rsplit("/", 1)[1])

    async def is_there(self, resource: ResourceId) -> bool:
        return self._body(resource) is not None

    async def image_created(self, image: ResourceId) -> str | None:
        self._note(f"{image}/created")
        return self.image_made

    async def named_elsewhere(self, image: ResourceId, scope: SweepScope) -> list[ImageReference]:
        self._note(f"{image}/sweep")
        return list(self.elsewhere)

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        self._note("activity log")
        return Activity(days, datetime(2026, 1, 1, tzinfo=UTC))

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        self._note(f"{image}/references")
        return self.references

    async def regions(self, subscription_id: str) -> dict[str, Region]:
        if isinstance(self.listed_regions, ReadFailed):
            raise self.listed_regions
        return {region.name: region for region in self.listed_regions}

    async def identity(self) -> str:
        return "the tester"

    def _body(self, resource: ResourceId) -> JsonObject | None:
        self._note(str(resource))
        if str(resource) in self.hidden:
            return None
        return next((body for body in self.resources if same_id(str(body["id"]), resource)), None)

    def _note(self, what: str) -> None:
        self.asked.append(what)
        failure = next((error for key, error in self.failures.items() if same_id(key, what)), None)
        if failure is not None:
            raise failure


def published() -> ToldAzure:
    """Azure before the first update: the image and the gallery."""
    return ToldAzure(bodies.image_body(), bodies.gallery_body())


def replicated() -> ToldAzure:
    """Azure after it: definition and version too, replicated everywhere."""
    return ToldAzure(bodies.image_body(), bodies.gallery_body(), bodies.definition_body(), bodies.version_body())
