"""Records are neither made out of turn nor lost with a config entry."""

from __future__ import annotations

import asyncio

import pulumi
import pytest

from components.record_hooks import EvidenceNeeded, RecordHooks, StageSkipped, refuse_record
from components.run import current_run
from tests.components.recording import record
from tests.components.stacks import NAME, as_config, entry, program, stack_of
from tests.components.told_azure import ToldAzure

EVIDENCE, ADOPTED = f"{NAME}-evidence", f"{NAME}-adopted"


def of_record(name: str) -> pulumi.ResourceHookArgs:
    """What the engine tells a hook of a record."""
    return pulumi.ResourceHookArgs(urn="urn", id="", name=name, type="pulumi:index:Stash")


@pytest.mark.parametrize(("name", "told"), [(EVIDENCE, "no evidence"), (ADOPTED, "no record of the adopted image")])
def test_a_record_that_is_only_read_is_never_made(name: str, told: str) -> None:
    with pytest.raises(StageSkipped, match=f"{told} .*stage validated was skipped"):
        asyncio.run(refuse_record(of_record(name)))


@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
def test_evidence_may_go_while_the_config_has_its_migration(azure: ToldAzure, stage: str) -> None:
    """Published drops it, another subject replaces it."""
    hooks: list[RecordHooks] = []

    def declared() -> None:
        program()
        hooks.append(current_run().records)

    recording = record(declared, preview=False, config=as_config(stack_of(entry(stage))))

    assert recording.error is None
    asyncio.run(hooks[0].refuse_loss(of_record(EVIDENCE)))
    with pytest.raises(EvidenceNeeded, match="the evidence of another is not dropped"):
        asyncio.run(hooks[0].refuse_loss(of_record("another-evidence")))
