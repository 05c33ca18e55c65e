"""Records are neither made out of turn nor lost with a config entry."""

from __future__ import annotations

import asyncio

import pulumi
import pytest

from components.record_hooks import EvidenceNeeded, RecordHooks, StageSkipped
from components.run import current_run
from tests.azure_facts import bodies
from tests.components.recording import record
from tests.components.stacks import NAME, as_config, entry, program, stack_of
from tests.components.test_managed_image_to_gallery import before
from tests.components.told_azure import ToldAzure

EVIDENCE, ADOPTED = f"{NAME}-evidence", f"{NAME}-adopted"


def of_record(name: str) -> pulumi.ResourceHookArgs:
    """What the engine tells a hook of a record."""
    return pulumi.ResourceHookArgs(urn="urn", id="", name=name, type="pulumi:index:Stash")


def hooks_of(stage: str) -> RecordHooks:
    """The record hooks after the program has run."""
    hooks: list[RecordHooks] = []

    def declared() -> None:
        program()
        hooks.append(current_run().records)

    known = before("validated") if stage == "validated" else None
    recording = record(declared, preview=False, config=as_config(stack_of(entry(stage))), stashed=known)
    assert recording.error is None
    return hooks[0]


@pytest.mark.parametrize(("name", "text"), [(EVIDENCE, "no evidence"), (ADOPTED, "no record of the adopted image")])
def test_a_record_that_is_only_read_is_never_made(azure: ToldAzure, name: str, text: str) -> None:
    with pytest.raises(StageSkipped, match=f"{text} .*stage validated was skipped"):
        asyncio.run(hooks_of("retired").refuse_making(of_record(name)))


@pytest.mark.parametrize("name", [EVIDENCE, ADOPTED])
def test_once_the_image_is_gone_an_empty_record_may_take_its_place(azure: ToldAzure, name: str) -> None:
    azure.remove(bodies.IMAGE)
    asyncio.run(hooks_of("retired").refuse_making(of_record(name)))


def test_what_is_adopted_is_recorded_in_stage_published(azure: ToldAzure) -> None:
    asyncio.run(hooks_of("published").refuse_making(of_record(ADOPTED)))


def test_an_image_is_not_adopted_anew_when_it_is_validated(azure: ToldAzure) -> None:
    with pytest.raises(StageSkipped):
        asyncio.run(hooks_of("validated").refuse_making(of_record(ADOPTED)))


@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
def test_a_record_of_no_migration_is_not_made(azure: ToldAzure, stage: str) -> None:
    with pytest.raises(StageSkipped):
        asyncio.run(hooks_of(stage).refuse_making(of_record("another-adopted")))


@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
def test_evidence_may_go_while_the_config_has_its_migration(azure: ToldAzure, stage: str) -> None:
    """Published drops it, another subject replaces it."""
    hooks = hooks_of(stage)
    asyncio.run(hooks.refuse_loss(of_record(EVIDENCE)))
    with pytest.raises(EvidenceNeeded, match="the evidence of another is not dropped"):
        asyncio.run(hooks.refuse_loss(of_record("another-evidence")))
