"""The delete hook refuses everything that it cannot prove, and says why."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pulumi
import pytest

from managed_image_to_gallery.azure.errors import AccessDenied
from managed_image_to_gallery.azure.models import ImageReference
from managed_image_to_gallery.azure.resource_ids import parse_resource_id, version_id
from managed_image_to_gallery.component.deletion import deletion_guard as deletion_gate
from managed_image_to_gallery.component.deletion.deletion_guard import Candidate, DeletionRefused
from managed_image_to_gallery.component.run import current_run
from managed_image_to_gallery.component.stack import declare_stack, plan_of_this_stack
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.gate.checks.moment import MAX_PROOF_AGE_SECONDS
from tests.azure import bodies
from tests.component.recording import record
from tests.component.stacks import NAME, as_config, entry, program, stack_of
from tests.component.test_managed_image_to_gallery import ADOPTED, EVIDENCE, before, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import JsonObject
    from tests.component.told_azure import ToldAzure

IMAGE = str(bodies.IMAGE)
PRODUCTION = version_id(replace(bodies.DEFINITION, subscription_id=bodies.OTHER_SUBSCRIPTION), "2.0.0")


def hook_args(image: str) -> pulumi.ResourceHookArgs:
    """What the engine tells the hook of an image that it would delete."""
    outputs: dict[str, Any] = {"name": bodies.IMAGE.name}
    kind = "azure-native:compute:Image"
    return pulumi.ResourceHookArgs(urn="urn", id=image, name="source", type=kind, old_outputs=outputs)


def judge(
    stack: JsonObject,
    image: str = IMAGE,
    *,
    stashed: dict[str, object] | None = None,
    before: Callable[[], None] | None = None,
) -> str:
    """What the hook says to deleting an image after the program has run; empty when it has nothing against it."""

    async def main() -> None:
        program()
        if before:
            before()
        await current_run().deletion_guard.judge(hook_args(image))

    error = record(main, preview=False, config=as_config(stack), stashed=stored() if stashed is None else stashed).error
    if error is not None and not isinstance(error, DeletionRefused):
        raise error
    return str(error or "")


def test_a_retired_and_proven_image_may_be_deleted(azure: ToldAzure) -> None:
    assert judge(stack_of(entry("retired"))) == ""


def test_the_proof_is_read_at_the_moment_of_the_deletion(azure: ToldAzure) -> None:
    def replication_fails() -> None:
        version = bodies.version_body()
        status = cast("Any", version)["properties"]["replicationStatus"]
        status["aggregatedState"] = "InProgress"
        status["summary"][1]["state"] = "Replicating"
        azure.remove(bodies.VERSION)
        azure.resources.append(version)

    said = judge(stack_of(entry("retired")), before=replication_fails)
    assert "replication-complete" in said
    assert "westus2" in said


@pytest.mark.parametrize(
    ("stage", "in_state", "was_judged", "waits"),
    [
        (Stage.RETIRED, True, False, True),
        (Stage.RETIRED, False, False, False),
        (Stage.VALIDATED, True, False, False),
        (Stage.RETIRED, True, True, False),
    ],
    ids=["it goes too", "it is gone", "it stays", "it was judged"],
)
def test_a_proof_waits_for_those_of_other_images_that_go_in_the_same_run(
    azure: ToldAzure,
    monkeypatch: pytest.MonkeyPatch,
    stage: Stage,
    *,
    in_state: bool,
    was_judged: bool,
    waits: bool,
) -> None:
    waited: list[bool] = []
    survey = azure.survey

    def surveyed() -> object:
        waited.append(azure.more_come())
        return survey()

    async def main() -> None:
        run = current_run()
        plan = plan_of_this_stack(run)
        declare_stack(plan)
        migration = plan.migrations[0].migration
        other = replace(migration, source_id=parse_resource_id(IMAGE + "2"), stage=stage)
        run.deletion_guard.add(Candidate(other, None, pulumi.Output.from_input(None), in_state=in_state))
        if was_judged:
            with pytest.raises(DeletionRefused):
                await run.deletion_guard.judge(hook_args(str(other.source_id)))
        await run.deletion_guard.judge(hook_args(IMAGE))

    monkeypatch.setattr(azure, "survey", surveyed)
    record(main, preview=False, config=as_config(stack_of(entry("retired"))), stashed=stored())
    assert waited == [waits]


def test_the_id_may_come_in_any_case(azure: ToldAzure) -> None:
    assert judge(stack_of(entry("retired")), IMAGE.upper()) == ""


def test_the_refused_image_is_shown_as_azure_spells_it(azure: ToldAzure) -> None:
    folded = parse_resource_id(IMAGE.lower())
    assert f"the managed image {IMAGE} is not deleted" in judge(stack_of(entry("published")), str(folded))
    of_nobody = judge(stack_of(), str(folded), stashed={})
    assert f"images/{bodies.IMAGE.name} is not deleted" in of_nobody


@pytest.mark.parametrize("stage", ["published", "validated"])
def test_an_image_in_an_earlier_stage_is_not_deleted(azure: ToldAzure, stage: str) -> None:
    said = judge(stack_of(entry(stage)), stashed=before(stage))
    assert f"in stage {stage}" in said
    assert "Next: " in said


def test_an_image_that_no_migration_names_is_not_deleted(azure: ToldAzure) -> None:
    assert "no migration in the config names it" in judge(stack_of(), IMAGE, stashed={})
    assert "no migration in the config names it" in judge(stack_of(entry("retired")), IMAGE + "2")


def test_an_image_of_another_subscription_is_told_apart(azure: ToldAzure) -> None:
    said = judge(stack_of(entry("published")), IMAGE.replace(bodies.SUBSCRIPTION, bodies.OTHER_SUBSCRIPTION))
    assert f"it is in subscription {bodies.OTHER_SUBSCRIPTION}; the config's are in {bodies.SUBSCRIPTION}" in said
    assert "gallery-migrate resume" in said
    assert "it is in subscription" not in judge(stack_of(entry("published")), IMAGE + "2")


def test_something_that_is_no_id_is_not_deleted(azure: ToldAzure) -> None:
    assert "no migration in the config names it" in judge(stack_of(entry("retired")), "myImage")


def test_one_migration_that_is_not_retired_keeps_the_image(azure: ToldAzure) -> None:
    said = judge(stack_of(entry("retired"), entry("published", version="1.0.1")))
    assert "myImageDefinition-1.0.1 is in stage published" in said


def test_without_evidence_nothing_is_deleted(azure: ToldAzure) -> None:
    said = judge(stack_of(entry("retired")), stashed={EVIDENCE: "read from the state in stage retired"})
    assert "no evidence" in said
    assert NAME in said


def test_edited_evidence_is_no_evidence(azure: ToldAzure) -> None:
    records = stored()
    evidence = cast("dict[str, object]", records[EVIDENCE])
    said = judge(stack_of(entry("retired")), stashed={**records, EVIDENCE: {**evidence, "identity": "somebody"}})
    assert "edited or damaged" in said


@pytest.mark.parametrize(
    "record", [None, "read from the state in stage retired", {"source": IMAGE, "digest": ""}, {"source": IMAGE}]
)
def test_without_a_record_of_adoption_nothing_is_deleted(azure: ToldAzure, record: object) -> None:
    assert "no such record in the stack's state" in judge(
        stack_of(entry("retired")), stashed={**stored(), ADOPTED: record}
    )


def test_evidence_that_was_taken_by_another_record_is_no_evidence(azure: ToldAzure) -> None:
    records = stored()
    adopted = cast("dict[str, Any]", records[ADOPTED])
    renewed = {**adopted, "content": {**adopted["content"], "hyperVGeneration": "V2"}}
    said = judge(stack_of(entry("retired")), stashed={**records, ADOPTED: renewed})
    assert "renewed or edited after the evidence was taken" in said


def test_tags_that_changed_since_validation_keep_nothing(azure: ToldAzure) -> None:
    azure.remove(bodies.IMAGE)
    azure.resources.append(bodies.changed(bodies.image_body(), {"stamped": "tonight"}, "tags"))
    assert judge(stack_of(entry("retired"))) == ""


def test_evidence_for_other_regions_is_no_evidence(azure: ToldAzure) -> None:
    more = [{"name": "eastus2"}, {"name": "westus2", "replicaCount": 2}, {"name": "westus3"}]
    said = judge(stack_of(entry("retired", targetRegions=cast("Any", more))))
    assert "target regions" in said
    assert str(bodies.VERSION) in said


def test_an_image_changed_since_its_validation_is_not_deleted(azure: ToldAzure) -> None:
    def change() -> None:
        azure.remove(bodies.IMAGE)
        azure.resources.append(bodies.changed(bodies.image_body(), "V2", "properties", "hyperVGeneration"))

    assert "image-unchanged" in judge(stack_of(entry("retired")), before=change)


def test_a_virtual_machine_that_still_names_the_image_keeps_it(azure: ToldAzure) -> None:
    machine = f"{bodies.IMAGE.resource_group_id}/providers/Microsoft.Compute/virtualMachines/vm"
    azure.references.append(ImageReference(machine, "virtual machine", "eastus2"))
    assert machine in judge(stack_of(entry("retired")))
    accepted: Any = [{"id": machine, "reason": "retired next week"}]
    assert judge(stack_of(entry("retired", acceptedReferences=accepted))) == ""


def test_what_only_names_the_image_is_told_and_keeps_nothing(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "info", said.append)
    tag = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d"
    azure.elsewhere.append(ImageReference(tag, "tag of microsoft.compute/disks", "", names_only=True))

    assert judge(stack_of(entry("retired"))) == ""
    assert [one for one in said if "named by" in one] == [f"{NAME}: only named by tag of microsoft.compute/disks {tag}"]


def test_a_version_that_another_environment_is_still_to_get_keeps_it(azure: ToldAzure) -> None:
    """It is asked for at the moment of the deletion, and stands in nobody's way before."""
    wanted: Any = [str(PRODUCTION)]
    said = judge(stack_of(entry("retired", requires=wanted)))
    assert "required-versions" in said
    assert f"{PRODUCTION} does not exist" in said

    azure.resources.append(bodies.changed(bodies.version_body(), str(PRODUCTION), "id"))
    assert judge(stack_of(entry("retired", requires=wanted))) == ""
    plan = parse_stack_config(stack_of(entry("validated", requires=wanted)), bodies.SUBSCRIPTION)
    assert plan.migrations[0].gate_subject().required_versions == ()


def test_a_question_that_azure_does_not_answer_is_a_no(azure: ToldAzure) -> None:
    def deny() -> None:
        azure.failures[f"{bodies.IMAGE}/locks"] = AccessDenied("locks", status=403, message="no")

    said = judge(stack_of(entry("retired")), before=deny)
    assert "no-locks" in said
    assert "Reader role" in said


def test_an_image_that_another_stack_has_retired_is_taken_out_of_the_state_by_a_refresh(azure: ToldAzure) -> None:
    said = judge(stack_of(entry("retired")), before=lambda: azure.remove(bodies.IMAGE))
    assert "source-exists" in said
    assert "another stack" in said
    assert "`pulumi refresh`" in said


def test_any_other_error_is_a_no(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("out of order")

    monkeypatch.setattr(deletion_gate, "run_gates", broken)
    said = judge(stack_of(entry("retired")))
    assert "RuntimeError: out of order" in said


def test_a_proof_that_never_ends_is_a_no(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> object:
        return await asyncio.Event().wait()

    monkeypatch.setattr(deletion_gate, "run_gates", never)
    monkeypatch.setattr(deletion_gate, "DEADLINE_SECONDS", 0.01)
    assert "not complete after" in judge(stack_of(entry("retired")))


def test_a_gate_without_checks_proves_nothing(azure: ToldAzure, monkeypatch: pytest.MonkeyPatch) -> None:
    records = stored()
    monkeypatch.setattr("managed_image_to_gallery.gate.gate.CHECKS", ())
    assert "made no check" in judge(stack_of(entry("retired")), stashed=records)


def test_a_proof_that_has_grown_old_is_a_no(azure: ToldAzure) -> None:
    """The gate was quick, and something held up the program between its answer and the hook's."""
    moments = iter([0.0, 0.0, MAX_PROOF_AGE_SECONDS + 3])

    def held_up() -> None:
        current_run().deletion_guard.clock = lambda: next(moments)

    assert "the proof is 8 seconds old already" in judge(stack_of(entry("retired")), before=held_up)
