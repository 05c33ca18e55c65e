"""Records are neither made out of turn nor lost with a config entry."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pulumi
import pytest

from managed_image_to_gallery.component.deletion.only_copy_guard import OnlyCopyKept
from managed_image_to_gallery.component.run import current_run
from managed_image_to_gallery.component.state.record_hooks import EvidenceNeeded, RecordHooks, StageSkipped
from managed_image_to_gallery.component.state.records import READ_ONLY
from tests.azure import bodies
from tests.component.recording import record
from tests.component.stacks import NAME, as_config, entry, program, stack_of
from tests.component.test_managed_image_to_gallery import before, stored

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json
    from tests.component.told_azure import ToldAzure

EVIDENCE, ADOPTED = f"{NAME}-evidence", f"{NAME}-adopted"


def of_record(name: str, output: object = None) -> pulumi.ResourceHookArgs:
    """What the engine tells a hook of a record."""
    old = {"output": output}
    return pulumi.ResourceHookArgs(urn="urn", id="", name=name, type="pulumi:index:Stash", old_outputs=old)


def hooks_of(stage: str, **changes: Json) -> RecordHooks:
    """The record hooks after the program has run."""
    hooks: list[RecordHooks] = []

    def declared() -> None:
        program()
        hooks.append(current_run().records)

    known = before("validated") if stage == "validated" else None
    config = as_config(stack_of(entry(stage), **changes))
    recording = record(declared, preview=False, config=config, stashed=known)
    assert recording.error is None
    return hooks[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (EVIDENCE, "no evidence .*stage validated was skipped. Set stage: validated"),
        (ADOPTED, "no record of the adopted image .*the record was lost. Set stage: published"),
    ],
)
def test_a_record_that_is_only_read_is_never_made_and_the_stage_that_makes_it_is_named(
    azure: ToldAzure, name: str, text: str
) -> None:
    with pytest.raises(StageSkipped, match=text):
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


def lose(hooks: RecordHooks, name: str = EVIDENCE, output: object = None) -> None:
    """What the hook says when the evidence would go."""
    asyncio.run(hooks.refuse_loss(of_record(name, stored()[EVIDENCE] if output is None else output)))


def test_evidence_of_an_only_copy_stays_with_it(azure: ToldAzure) -> None:
    lose(hooks_of("retired"))
    azure.remove(bodies.IMAGE)
    with pytest.raises(OnlyCopyKept, match=f"{bodies.VERSION} is not deleted"):
        lose(hooks_of("retired"))


def test_a_migration_that_goes_back_to_published_drops_its_evidence_whatever_it_was_about(azure: ToldAzure) -> None:
    azure.image_made = "2029-01-01T00:00:00Z"
    lose(hooks_of("published"))


def test_evidence_of_a_version_that_is_given_up_goes_though_its_migration_is_lost(azure: ToldAzure) -> None:
    azure.remove(bodies.IMAGE)
    version = str(bodies.VERSION).replace("1.0.0", "0.9.0")
    evidence = {"subject": {"versionId": version}}
    given_up: Json = [{"id": version, "reason": "nobody uses it"}]
    lose(hooks_of("retired", abandonedVersions=given_up), "another-evidence", evidence)
    with pytest.raises(EvidenceNeeded):
        lose(hooks_of("retired"), "another-evidence", evidence)


def test_evidence_under_a_former_name_is_the_migrations(azure: ToldAzure) -> None:
    """Published drops it; while the image is gone nothing may be dropped."""
    lose(hooks_of("published"), "another-evidence")
    azure.remove(bodies.IMAGE)
    with pytest.raises(OnlyCopyKept):
        lose(hooks_of("retired"), "another-evidence")


def test_a_record_that_only_took_the_place_of_evidence_is_not_missed(azure: ToldAzure) -> None:
    lose(hooks_of("retired"), "another-evidence", READ_ONLY)


@pytest.mark.parametrize("damaged", [{}, {"subject": "x"}, {"subject": {"versionId": 1}}, ["x"], 1])
def test_damaged_evidence_of_a_lost_migration_is_not_dropped(azure: ToldAzure, damaged: object) -> None:
    with pytest.raises(EvidenceNeeded):
        lose(hooks_of("retired"), "another-evidence", damaged)


def test_evidence_that_is_kept_as_a_secret_is_read(azure: ToldAzure) -> None:
    azure.remove(bodies.IMAGE)
    hooks = hooks_of("retired")

    async def secret() -> None:
        await hooks.refuse_loss(of_record(EVIDENCE, pulumi.Output.secret(stored_once)))

    stored_once = stored()[EVIDENCE]
    with pytest.raises(OnlyCopyKept):
        asyncio.run(secret())
