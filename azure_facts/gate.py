"""The gate: may the source image be deleted, because its version is proven?

Everything is read fresh from Azure, side by side, and then judged by every check of `azure_facts.checks`. The gate
fails closed: whatever was not answered leaves the checks that need it unanswered, and an unanswered check has not
passed.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Protocol, TypeVar

from azure_facts.boot_test import Boot
from azure_facts.checks import CHECKS
from azure_facts.checks.facts import Answer, GateFacts
from azure_facts.errors import ReadFailed
from azure_facts.gate_subject import GateSubject
from azure_facts.observations import observations_of
from azure_facts.verdicts import GateResult

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from azure_facts.boot_test import TestMachine
    from azure_facts.models import (
        ImageDefinition,
        ImageReference,
        ImageVersion,
        ManagedImage,
        ResourceLock,
        RunCommandResult,
        VirtualMachine,
    )
    from azure_facts.resource_ids import ResourceId

__all__ = ["GateReader", "GateSubject", "run_gate"]

_T = TypeVar("_T")


class GateReader(Protocol):
    """What the gate asks of a reader; `AzureReader` is the real one."""

    async def image(self, image: ResourceId, *, fresh: bool = False) -> ManagedImage | None:
        """The managed image; None when it does not exist."""
        ...

    async def version(self, version: ResourceId, *, fresh: bool = False) -> ImageVersion | None:
        """The image version with its replication status; None when it does not exist."""
        ...

    async def definition(self, definition: ResourceId, *, fresh: bool = False) -> ImageDefinition | None:
        """The image definition; None when it does not exist."""
        ...

    async def virtual_machine(self, machine: ResourceId) -> VirtualMachine | None:
        """A virtual machine with its instance view; None when it does not exist."""
        ...

    async def run_command(self, command: ResourceId) -> RunCommandResult | None:
        """What a run command came to; None when it does not exist."""
        ...

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        """Every lock on the resource, its group and its subscription."""
        ...

    async def image_created(self, image: ResourceId) -> str | None:
        """When the managed image was made; None where Azure tells no time."""
        ...

    async def references_to(self, image: ResourceId, subscriptions: Iterable[str]) -> list[ImageReference]:
        """Everything in these subscriptions that names the image."""
        ...

    async def identity(self) -> str:
        """Who reads."""
        ...


async def run_gate(reader: GateReader, subject: GateSubject) -> GateResult:
    """Read what the checks need and let every check judge.

    Raises no ReadFailed: unanswered reads are in the verdicts. The time is taken before the first read.
    """
    read_at = datetime.now(timezone.utc).isoformat(timespec="seconds")
    facts = await _read(reader, subject)
    return GateResult(
        subject=subject,
        verdicts=tuple(check.verdict(facts) for check in CHECKS),
        read_at=read_at,
        identity=await _identity(reader),
        observations=observations_of(facts),
    )


async def _read(reader: GateReader, subject: GateSubject) -> GateFacts:
    source = subject.source_id
    (image, version, definition), (references, locks, created), boots = await asyncio.gather(
        asyncio.gather(
            _answer(reader.image(source, fresh=True)),
            _answer(reader.version(subject.version_id, fresh=True)),
            _answer(reader.definition(subject.definition_id, fresh=True)),
        ),
        asyncio.gather(
            _answer(reader.references_to(source, (source.subscription_id, *subject.reference_subscriptions))),
            _answer(reader.locks(source)),
            _answer(reader.image_created(source)),
        ),
        _boots(reader, subject),
    )
    return GateFacts(subject, image, version, definition, references, locks, created, boots)


async def _boots(reader: GateReader, subject: GateSubject) -> dict[str, Answer[Boot]]:
    if subject.boot_test is None or subject.boot_test_record is not None:
        return {}
    machines = subject.boot_test.machines
    answers = await asyncio.gather(*(_answer(_boot(reader, machine)) for machine in machines))
    return {machine.place: answer for machine, answer in zip(machines, answers, strict=True)}


async def _boot(reader: GateReader, machine: TestMachine) -> Boot:
    found, probe = await asyncio.gather(reader.virtual_machine(machine.id), reader.run_command(machine.run_command_id))
    return Boot(found, probe)


async def _answer(read: Awaitable[_T]) -> Answer[_T]:
    try:
        return await read
    except ReadFailed as failure:
        return failure


async def _identity(reader: GateReader) -> str:
    try:
        return await reader.identity()
    except ReadFailed as failure:
        return f"unknown ({failure.finding})"
