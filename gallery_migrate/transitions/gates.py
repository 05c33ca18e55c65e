"""The gate of each migration, asked live."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from azure_facts.gate import run_gates
from azure_facts.reader import AzureReader
from components.adoption import adopted_image
from components.args import Stage
from gallery_migrate.stored_records import stored_evidence, stored_migrations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azure_facts.gate_subject import GateSubject
    from azure_facts.settings import AzureSettings
    from azure_facts.verdicts import GateResult
    from components.migration import Migration


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
