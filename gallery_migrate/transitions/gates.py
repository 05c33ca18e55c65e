"""The gate of each migration, asked live."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from azure_facts.errors import InvalidEvidence
from azure_facts.evidence import Evidence, evidence_from_dict
from azure_facts.gate import run_gates
from azure_facts.reader import AzureReader
from components.args import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azure_facts.gate_subject import GateSubject
    from azure_facts.json_types import JsonObject
    from azure_facts.settings import AzureSettings
    from azure_facts.verdicts import GateResult
    from components.migration import Migration
    from gallery_migrate.preview_digest import Json


def ask_gates(
    settings: AzureSettings, migrations: Sequence[Migration], evidence: Mapping[str, Evidence]
) -> list[GateResult]:
    """What the gate says of each, side by side. With evidence it also compares with the adopted image.

    Raises AzureFactsError when no connection can be made; a read that fails is in the verdicts.
    """
    return asyncio.run(_ask(settings, migrations, evidence))


async def _ask(
    settings: AzureSettings, migrations: Sequence[Migration], evidence: Mapping[str, Evidence]
) -> list[GateResult]:
    async with AzureReader.connect(settings) as reader:
        return await run_gates(reader, [_subject(migration, evidence) for migration in migrations])


def _subject(migration: Migration, evidence: Mapping[str, Evidence]) -> GateSubject:
    stored = evidence.get(migration.name) if migration.stage is Stage.VALIDATED else None
    return migration.gate_subject(stored.image_digest, stored.boot_test) if stored else migration.gate_subject()


def stored_evidence(state: Json) -> dict[str, Evidence]:
    """The evidence in a stack's state by migration; a record that is damaged is left out, so nothing rests on it."""
    found: dict[str, Evidence] = {}
    for resource in cast("list[Json]", state.get("resources") or []):
        name = str(resource.get("urn", "")).rsplit("::", 1)[-1]
        if resource.get("type") == "pulumi:index:Stash" and name.endswith("-evidence"):
            outputs = cast("Json", resource.get("outputs") or {})
            record = outputs.get("output")
            try:
                found[name.removesuffix("-evidence")] = evidence_from_dict(cast("JsonObject", record))
            except (InvalidEvidence, TypeError, ValueError, KeyError):
                continue
    return found
