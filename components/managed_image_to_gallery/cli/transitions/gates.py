"""The gate of each migration, asked live."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.cli.stored_records import stored_evidence, stored_migrations
from managed_image_to_gallery.component.state.former_names import adopted_image
from managed_image_to_gallery.config.args import Stage
from managed_image_to_gallery.gate.gate import run_gates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult


def ask_gates(
    settings: AzureSettings, migrations: Sequence[Migration], state: Mapping[str, object]
) -> list[GateResult]:
    """What the gate says of each, side by side, by the records in the stack's state.

    Raises AzureFactsError when no connection can be made; a read that fails is in the verdicts.
    """
    return asyncio.run(_ask(settings, gate_subjects(migrations, state)))


def gate_subjects(migrations: Sequence[Migration], state: Mapping[str, object]) -> list[GateSubject]:
    """What the gate is asked of each: the image as adopted, and once validated the boot test that was proven."""
    known, evidence = stored_migrations(state), stored_evidence(state)
    found: list[GateSubject] = []
    for migration in migrations:
        taken = evidence.get(migration.name) if migration.stage is Stage.VALIDATED else None
        found.append(migration.gate_subject(adopted_image(known, migration), taken.boot_test if taken else None))
    return found


async def _ask(settings: AzureSettings, subjects: Sequence[GateSubject]) -> list[GateResult]:
    async with AzureReader.connect(settings) as reader:
        return await run_gates(reader, subjects)
