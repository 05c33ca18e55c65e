"""Asks the engine and Azure for what a reviewer decides from. Reads only: Reader's permissions are enough."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.errors import AzureFactsError
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.engine.stack import NO_POLICIES
from managed_image_to_gallery.cli.preview.outlook import MigrationOutlook, Outlook
from managed_image_to_gallery.cli.progress.samples import Sample, take_samples
from managed_image_to_gallery.cli.transitions.gates import ask_gates
from managed_image_to_gallery.config.args import Stage
from managed_image_to_gallery.config.faults import ConfigFaults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.azure.errors import ReadFailed
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.engine.stack import MigrationStack, PolicyPacks
    from managed_image_to_gallery.cli.preview_digest import Json
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.verdicts import GateResult


def look_ahead(stack: MigrationStack, policies: PolicyPacks = NO_POLICIES) -> Outlook:
    """The outlook of a stack, judged by policy packs too.

    A faulty config and an Azure that does not answer become its notes.
    """
    try:
        planned = stack.plan().migrations
    except ConfigFaults as faults:
        return Outlook(stack.name, None, (), (), (), (str(faults),))
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
    verdicts = {gate.subject.migration: gate for gate in gates}
    migrations = tuple(
        MigrationOutlook(
            each.name,
            before.get(each.name),
            each.stage.value,
            [sample for sample in samples if sample.migration == each.name],
            verdicts.get(each.name),
        )
        for each in planned
    )
    refused, failures, violations = preview.refused, preview.failures, tuple(preview.violations)
    return Outlook(stack.name, preview.seen, refused, failures, migrations, tuple(notes), violations)


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


async def _samples(settings: AzureSettings, migrations: Sequence[Migration]) -> tuple[list[Sample], list[ReadFailed]]:
    async with AzureReader.connect(settings) as reader:
        return await take_samples(reader, migrations, time.time())
