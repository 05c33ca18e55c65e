"""What is known about a change of a stack before it is applied: asked of the engine, the gate and Azure.

Reads only: Reader's permissions are enough.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import AzureFactsError
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.engine.preview import NO_POLICIES, Preview
from managed_image_to_gallery.cli.progress.samples import take_samples
from managed_image_to_gallery.cli.transitions.azure_checks import ask_gates
from managed_image_to_gallery.config.args import Stage
from managed_image_to_gallery.config.faults import ConfigFaults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.preview import PolicyPacks
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.preview_digest import Json
    from managed_image_to_gallery.cli.progress.samples import Sample
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.verdicts import GateResult


@dataclass(frozen=True)
class MigrationOutlook:
    """One migration: the stage in the stack's state (None: not there yet), the stage the config asks for, its regions.

    `gate` is what the gate says now, where the change of stage needs it.
    """

    name: str
    stage_before: str | None
    stage_after: str
    samples: Sequence[Sample]
    gate: GateResult | None = None

    @property
    def changes_stage(self) -> bool:
        """Whether the change moves this migration to another stage."""
        return self.stage_before != self.stage_after


@dataclass(frozen=True)
class Outlook:
    """A stack: its preview and its migrations.

    notes: what could not be known, and why: faults of the config, or reads that Azure did not answer.
    """

    stack: str
    preview: Preview
    migrations: Sequence[MigrationOutlook] = ()
    notes: Sequence[str] = ()

    @property
    def may_be_applied(self) -> bool:
        """Whether nothing at all was found against it: what could not be answered counts against it."""
        gates = (migration.gate for migration in self.migrations)
        return self.preview.may_be_applied and not self.notes and all(gate is None or gate.passed for gate in gates)


def look_ahead(stack: MigrationStack, policies: PolicyPacks = NO_POLICIES) -> Outlook:
    """The outlook of a stack, judged by policy packs too.

    A faulty config and an Azure that does not answer become its notes.
    """
    try:
        planned = stack.plan().migrations
    except ConfigFaults as faults:
        return Outlook(stack.name, Preview(None), notes=(str(faults),))
    before = stages_in_outputs(stack.outputs())
    preview = stack.preview(policies)
    notes: list[str] = []
    samples: list[Sample] = []
    gates: list[GateResult] = []
    try:
        samples, unanswered = asyncio.run(_samples(stack.settings(), planned))
        notes += [str(failure) for failure in unanswered]
        subjects = gate_needed(planned, before)
        gates = ask_gates(stack.settings(), subjects, stack.state()) if subjects else []
    except AzureFactsError as error:
        notes.append(str(error))
    return Outlook(stack.name, preview, _migrations(planned, before, samples, gates), notes)


def stages_in_outputs(outputs: Json) -> dict[str, str]:
    """The stage of each migration after the last update, from the outputs of the program."""
    exported = outputs.get("migrations")
    found = cast("dict[str, Json]", exported) if isinstance(exported, dict) else {}
    return {name: str(values.get("stage")) for name, values in found.items()}


def gate_needed(planned: Sequence[Migration], before: dict[str, str]) -> list[Migration]:
    """The migrations whose new stage has a gate, each as it stands in the stack now: that is what the gate judges."""
    return [
        replace(migration, stage=Stage(before[migration.name]))
        for migration in planned
        if migration.stage is not Stage.PUBLISHED and before.get(migration.name) not in {None, migration.stage.value}
    ]


def _migrations(
    planned: Sequence[Migration], before: dict[str, str], samples: Sequence[Sample], gates: Sequence[GateResult]
) -> list[MigrationOutlook]:
    verdicts = {gate.subject.migration: gate for gate in gates}
    return [
        MigrationOutlook(
            each.name,
            before.get(each.name),
            each.stage.value,
            [sample for sample in samples if sample.migration == each.name],
            verdicts.get(each.name),
        )
        for each in planned
    ]


async def _samples(settings: AzureSettings, migrations: Sequence[Migration]) -> tuple[list[Sample], list[ReadFailed]]:
    async with AzureReader.connect(settings) as reader:
        return await take_samples(reader, migrations, time.time())
