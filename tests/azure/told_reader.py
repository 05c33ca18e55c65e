"""A reader that answers what it was told, for tests of judgement; reading itself is tested in test_reader.py."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.activity_log import Activity
from managed_image_to_gallery.azure.errors import ReadFailed
from tests.azure import bodies

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

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

_T = TypeVar("_T")


def _said(answer: _T | ReadFailed) -> _T:
    if isinstance(answer, ReadFailed):
        raise answer
    return answer


@dataclass
class ToldReader:
    """Everything is as the gate wants it, unless told otherwise. A ReadFailed in place of an answer is raised."""

    image_answer: ManagedImage | ReadFailed | None = field(
        default_factory=lambda: wire.managed_image(bodies.image_body())
    )
    version_answer: ImageVersion | ReadFailed | None = field(
        default_factory=lambda: wire.image_version(bodies.version_body())
    )
    definition_answer: ImageDefinition | ReadFailed | None = field(
        default_factory=lambda: wire.image_definition(bodies.definition_body())
    )
    locks_answer: list[ResourceLock] | ReadFailed = field(default_factory=list["ResourceLock"])
    references_answer: list[ImageReference] | ReadFailed = field(default_factory=list["ImageReference"])
    swept_answer: list[ImageReference] | ReadFailed = field(default_factory=list["ImageReference"])
    swept: list[SweepScope] = field(default_factory=list["SweepScope"])
    activity_answer: Activity | ReadFailed = field(
        default_factory=lambda: Activity(30, datetime(2026, 1, 1, tzinfo=UTC))
    )
    machine_answers: dict[str, VirtualMachine | ReadFailed | None] = field(
        default_factory=lambda: {
            machine.id.key: wire.virtual_machine(bodies.boot_machine_body(machine.id, machine.region))
            for machine in bodies.boot_test().machines
        }
    )
    probe_answer: RunCommandResult | ReadFailed | None = field(
        default_factory=lambda: wire.run_command_result(bodies.probe_body(bodies.boot_machine("eastus2").id))
    )
    created_answer: str | ReadFailed | None = bodies.IMAGE_CREATED
    identity_answer: str | ReadFailed = "me"
    searched: list[str] = field(default_factory=list[str])
    rounds: int = 0
    alone: list[bool] = field(default_factory=list[bool])
    waited: float = 0.0
    age: float = 0.0
    machines_asked: list[str] = field(default_factory=list[str])

    @asynccontextmanager
    async def survey(self) -> AsyncGenerator[ToldReader]:
        yield self

    @asynccontextmanager
    async def at_once(self, *, alone: bool = False) -> AsyncGenerator[ToldReader]:
        self.rounds += 1
        self.alone.append(alone)
        yield self

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        """Each is told by itself."""

    async def image(self, image: ResourceId) -> ManagedImage | None:
        return _said(self.image_answer)

    async def version(self, version: ResourceId) -> ImageVersion | None:
        return _said(self.version_answer)

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        return _said(self.definition_answer)

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        return _said(self.locks_answer)

    async def image_created(self, image: ResourceId) -> str | None:
        return _said(self.created_answer)

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        self.searched += subscriptions
        return _said(self.references_answer)

    async def named_elsewhere(self, image: ResourceId, scope: SweepScope) -> list[ImageReference]:
        self.swept.append(scope)
        return _said(self.swept_answer)

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        return _said(self.activity_answer)

    async def virtual_machine(self, machine: ResourceId) -> VirtualMachine | None:
        self.machines_asked.append(machine.name)
        return _said(self.machine_answers[machine.key])

    async def run_command(self, command: ResourceId) -> RunCommandResult | None:
        return _said(self.probe_answer)

    async def identity(self) -> str:
        return _said(self.identity_answer)
