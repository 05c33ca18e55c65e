"""What the component registers in each stage, options included."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.component.deletion.deletion_guard import HOOK_NAME
from managed_image_to_gallery.component.deletion.only_copy_guard import HOOK_NAME as VERSIONS_HOOK_NAME
from managed_image_to_gallery.component.source_image import NEVER_CHANGED
from managed_image_to_gallery.component.state.record_hooks import (
    BOOT_TEST_HOOK_NAME,
    EVIDENCE_HOOK_NAME,
    RECORD_HOOK_NAME,
)
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.gate.adopted import adopted_from_dict, adopted_now
from managed_image_to_gallery.gate.evidence import evidence_of
from managed_image_to_gallery.gate.gate import run_gate
from tests.azure import bodies
from tests.component.recording import Recording, record
from tests.component.stacks import NAME, as_config, entry, exporting, program, stack_of, telling
from tests.component.told_azure import ToldAzure, published

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.azure.json_types import Json, JsonObject

SOURCE, DEFINITION, VERSION = f"{NAME}-source", f"{NAME}-definition", f"{NAME}-version"
FOLDED = (
    f"/subscriptions/{bodies.SUBSCRIPTION}/resourceGroups/myresourcegroup/providers/Microsoft.Compute/images/myimage"
)
ADOPTED, EVIDENCE = f"{NAME}-adopted", f"{NAME}-evidence"


def run(stage: str, *, preview: bool, stashed: dict[str, object] | None = None) -> Recording:
    """A run of the stage; without `stashed` what was published before it is in the state."""
    known = stashed if stashed is not None else before(stage)
    recording = record(program, preview=preview, config=as_config(stack_of(entry(stage))), stashed=known)
    if recording.error:
        raise recording.error
    return recording


def test_published_adopts_the_image_protected_and_retained(
    told: Callable[[ToldAzure], ToldAzure], preview: bool
) -> None:
    told(published())
    recording = run("published", preview=preview)
    source = recording.requests[SOURCE]
    assert source.importId == FOLDED
    assert source.protect
    assert source.retainOnDelete
    assert list(source.ignoreChanges) == NEVER_CHANGED
    assert list(source.hooks.before_delete) == [HOOK_NAME]
    assert source.parent.endswith(f"ManagedImageToGallery::{NAME}")


def test_published_declares_no_evidence(azure: ToldAzure, preview: bool) -> None:
    recording = run("published", preview=preview)
    assert recording.of_type("pulumi:index:Stash") == [ADOPTED]


def test_image_inputs_are_what_azure_answers(azure: ToldAzure, preview: bool) -> None:
    inputs = run("published", preview=preview).inputs(SOURCE)
    body = bodies.image_body()
    properties = cast("dict[str, Any]", body["properties"])
    assert inputs["location"] == body["location"]
    assert inputs["hyperVGeneration"] == properties["hyperVGeneration"]
    assert inputs["storageProfile"] == properties["storageProfile"]
    assert inputs["sourceVirtualMachine"] == properties["sourceVirtualMachine"]


@pytest.mark.parametrize("stage", ["published", "validated", "retired"])
def test_what_may_hold_an_only_copy_is_bound_to_its_hook_in_every_stage(azure: ToldAzure, stage: str) -> None:
    gallery: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}
    stack = as_config(stack_of(entry(stage), gallery=gallery))
    known = {"retired": stored(), "validated": before("validated")}.get(stage, {})
    recording = record(program, preview=False, config=stack, stashed=known)
    assert recording.error is None
    for name in ("myGallery", DEFINITION, VERSION):
        assert list(recording.requests[name].hooks.before_delete) == [VERSIONS_HOOK_NAME]
        assert recording.requests[name].protect
    if stage != "published":
        assert list(recording.requests[EVIDENCE].hooks.before_delete) == [EVIDENCE_HOOK_NAME]


def test_hooks_run_at_preview_too_and_are_registered_whatever_the_config_says(preview: bool) -> None:
    recording = record(program, preview=preview, config={"azure-native:subscriptionId": bodies.SUBSCRIPTION})
    assert recording.error is not None
    assert set(recording.hooks) == {
        HOOK_NAME,
        RECORD_HOOK_NAME,
        EVIDENCE_HOOK_NAME,
        BOOT_TEST_HOOK_NAME,
        VERSIONS_HOOK_NAME,
    }
    assert all(hook.on_dry_run for hook in recording.hooks.values())
    assert recording.requests == {}


def test_version_says_everything_whose_default_differs(azure: ToldAzure, preview: bool) -> None:
    inputs = run("published", preview=preview).inputs(VERSION)
    assert inputs == {
        "resourceGroupName": "myResourceGroup",
        "galleryName": "myGallery",
        "galleryImageName": "myImageDefinition",
        "galleryImageVersionName": "1.0.0",
        "location": "eastus2",
        "storageProfile": {
            "source": {"id": FOLDED},
        },
        "publishingProfile": {
            "targetRegions": [
                {
                    "name": "East US 2",
                    "regionalReplicaCount": 1,
                    "storageAccountType": "Standard_LRS",
                    "excludeFromLatest": False,
                },
                {
                    "name": "West US 2",
                    "regionalReplicaCount": 2,
                    "storageAccountType": "Standard_LRS",
                    "excludeFromLatest": False,
                },
            ],
            "storageAccountType": "Standard_LRS",
            "replicationMode": "Full",
            "excludeFromLatest": False,
            "endOfLifeDate": "2030-12-31T00:00:00+00:00",
        },
        "safetyProfile": {"allowDeletionOfReplicatedLocations": False, "blockDeletionBeforeEndOfLife": False},
    }


def test_definition_takes_os_and_generation_from_the_image(azure: ToldAzure, preview: bool) -> None:
    inputs = run("published", preview=preview).inputs(DEFINITION)
    assert inputs["osType"] == "Linux"
    assert inputs["osState"] == "Generalized"
    assert inputs["hyperVGeneration"] == "V1"
    assert inputs["architecture"] == "x64"
    assert "features" not in inputs


def test_gallery_resources_are_protected_and_have_hours_in_every_stage(azure: ToldAzure, preview: bool) -> None:
    for stage in ("published", "validated", "retired"):
        recording = run(stage, preview=preview, stashed=stored())
        for name in (DEFINITION, VERSION):
            assert recording.requests[name].protect
            assert not recording.requests[name].retainOnDelete
            assert recording.requests[name].customTimeouts.create == "6h"


def test_version_waits_for_definition_and_image_and_keeps_the_record_of_adoption(
    azure: ToldAzure, preview: bool
) -> None:
    waits_for = run("published", preview=preview).requests[VERSION].dependencies
    assert {urn.rsplit("::", 1)[-1] for urn in waits_for} == {DEFINITION, SOURCE, ADOPTED}


def test_a_retired_version_keeps_the_records_from_a_destroy_that_it_stops(azure: ToldAzure, preview: bool) -> None:
    waits_for = run("retired", preview=preview, stashed=stored()).requests[VERSION].dependencies
    assert {urn.rsplit("::", 1)[-1] for urn in waits_for} == {DEFINITION, ADOPTED, EVIDENCE}


def test_the_record_of_the_image_is_bound_to_one_hook_in_every_stage(azure: ToldAzure, preview: bool) -> None:
    """Another binding would be written to the state, for every migration."""
    bound = [run(stage, preview=preview).requests[ADOPTED].hooks for stage in ("published", "validated")]
    bound.append(run("retired", preview=preview, stashed=stored()).requests[ADOPTED].hooks)
    azure.remove(bodies.IMAGE)
    bound.append(run("retired", preview=preview, stashed=stored()).requests[ADOPTED].hooks)
    assert [list(hooks.before_create) for hooks in bound] == [[RECORD_HOOK_NAME]] * 4
    assert [hooks == bound[0] for hooks in bound] == [True] * 4


def test_validated_keeps_the_image_without_protection_but_with_the_hook(azure: ToldAzure, preview: bool) -> None:
    source = run("validated", preview=preview).requests[SOURCE]
    assert not source.protect
    assert not source.retainOnDelete
    assert list(source.hooks.before_delete) == [HOOK_NAME]
    assert source.importId


def test_validated_stores_evidence_that_only_another_subject_replaces(azure: ToldAzure, preview: bool) -> None:
    recording = run("validated", preview=preview)
    evidence = recording.requests[EVIDENCE]
    stored_input = cast("dict[str, Any]", recording.inputs(EVIDENCE)["input"])
    assert {*evidence.ignoreChanges, "input.subjectDigest"} == {f"input.{key}" for key in stored_input}
    assert list(evidence.replaceOnChanges) == ["input"]
    assert list(evidence.hooks.before_delete) == [EVIDENCE_HOOK_NAME]
    assert stored_input["subject"]["versionId"] == str(bodies.VERSION)


def test_evidence_is_renewed_for_another_subject_and_only_for_it(azure: ToldAzure) -> None:
    def subject(*regions: JsonObject) -> object:
        changes: JsonObject = {"targetRegions": list(regions)} if regions else {}
        config = as_config(stack_of(entry("validated", **changes)))
        stored_input = record(program, preview=False, config=config, stashed=before("validated")).inputs(EVIDENCE)[
            "input"
        ]
        return cast("JsonObject", stored_input)["subjectDigest"]

    assert subject() == subject({"name": "EAST US 2"}, {"name": "West US 2", "replicaCount": 2})
    assert subject() != subject({"name": "eastus2"}, {"name": "westus2", "replicaCount": 1})
    assert subject() != subject({"name": "eastus2"})


def test_no_option_is_used_that_a_transform_of_the_stack_fails_on(azure: ToldAzure, preview: bool) -> None:
    requests = run("validated", preview=preview).requests
    assert [name for name, request in requests.items() if request.HasField("replacement_trigger")] == []


def test_retired_declares_no_image_and_only_reads_the_records(azure: ToldAzure, preview: bool) -> None:
    recording = run("retired", preview=preview, stashed=stored())
    assert SOURCE not in recording.requests
    for name in (ADOPTED, EVIDENCE):
        assert list(recording.requests[name].hooks.before_create) == [RECORD_HOOK_NAME]
        assert list(recording.requests[name].ignoreChanges) == ["input"]
        assert not recording.requests[name].replaceOnChanges


def test_the_version_is_the_same_before_and_after_the_image_is_gone(azure: ToldAzure, preview: bool) -> None:
    before = run("validated", preview=preview).inputs(VERSION)
    azure.remove(bodies.IMAGE)
    after = run("retired", preview=preview, stashed=stored()).inputs(VERSION)
    assert {**after, "location": "eastus2"} == before


def test_the_definition_is_the_same_before_and_after_the_image_is_gone(azure: ToldAzure, preview: bool) -> None:
    before = run("validated", preview=preview).inputs(DEFINITION)
    azure.remove(bodies.IMAGE)
    assert run("retired", preview=preview, stashed=stored()).inputs(DEFINITION) == before


def test_every_child_has_the_component_as_parent_and_begins_with_its_name(azure: ToldAzure, preview: bool) -> None:
    recording = run("validated", preview=preview)
    children = {name: request for name, request in recording.requests.items() if name != NAME}
    assert len(children) == 5
    for name, request in children.items():
        assert name.startswith(f"{NAME}-")
        assert request.parent.endswith(f"::{NAME}")


def test_what_the_outputs_say(azure: ToldAzure) -> None:
    told: dict[str, Any] = {}
    config = as_config(stack_of(entry("validated")))
    record(telling(told), preview=False, config=config, stashed=before("validated"))
    outputs = told[NAME]
    assert outputs["version_id"] == f"{VERSION}-id"
    assert outputs["image_reference"] == {"id": f"{VERSION}-id"}
    assert outputs["regions"] == ["eastus2", "westus2"]
    assert outputs["stage"] == "validated"
    assert outputs["evidence"]["identity"] == "the tester"
    assert outputs["evidence"]["checks"]


@pytest.mark.parametrize(("stage", "evidence"), [("published", None), ("validated", {"takenAt", "digest"})])
def test_little_is_exported(azure: ToldAzure, stage: str, evidence: set[str] | None) -> None:
    """The engine prints all of it below the steps of every preview: a delete must stay in sight."""
    told: dict[str, Any] = {}
    record(exporting(told), preview=False, config=as_config(stack_of(entry(stage))), stashed=before(stage))
    outputs = told[NAME]
    assert outputs.keys() == {"stage", "versionId", "evidence"}
    assert (outputs["stage"], outputs["versionId"]) == (stage, f"{VERSION}-id")
    assert (set(outputs["evidence"]) if outputs["evidence"] else None) == evidence


def test_the_component_in_the_state_is_the_same_in_every_stage(azure: ToldAzure) -> None:
    """What differs would be written to the state at each transition, for every migration."""
    told: list[tuple[object, object]] = []
    for stage in ("published", "validated", "retired"):
        recording = run(stage, preview=False, stashed=stored())
        (outputs,) = [found for urn, found in recording.outputs.items() if urn.endswith(f"::{NAME}")]
        told.append((recording.inputs(NAME), outputs))
    assert [one == told[0] for one in told] == [True] * 3
    image = run("published", preview=False).requests[SOURCE].importId
    definition = str(bodies.DEFINITION)
    known_before_azure_answers = {"definition_id": definition, "version_id": f"{definition}/versions/1.0.0"}
    assert told[0][1] == {**known_before_azure_answers, "source_id": image}


def test_a_resource_keeps_where_it_is_declared_and_not_all_its_callers(azure: ToldAzure) -> None:
    recording = run("published", preview=False)
    assert recording.requests[VERSION].sourcePosition.uri.endswith("/component/image_version.py")
    assert {len(request.stackTrace.frames) <= 3 for request in recording.requests.values()} == {True}
    assert not hasattr(sys, "tracebacklimit")


def test_the_aliases_of_api_versions_are_not_sent(azure: ToldAzure) -> None:
    requests = run("published", preview=False).requests
    assert {name: len(request.aliases) for name, request in requests.items()} == dict.fromkeys(requests, 0)


def changed_image(azure: ToldAzure, value: Json, *path: str) -> None:
    """Somebody changes the image."""
    azure.remove(bodies.IMAGE)
    azure.resources.append(bodies.changed(bodies.image_body(), value, *path))


def test_a_changed_image_is_not_validated(azure: ToldAzure, preview: bool) -> None:
    changed_image(azure, "None", "properties", "storageProfile", "osDisk", "caching")
    config = as_config(stack_of(entry("validated")))
    recording = record(program, preview=preview, config=config, stashed=before("validated"))
    assert "osDisk.caching was ReadWrite, is None" in str(recording.error)
    assert recording.requests == {}


def test_an_image_whose_adoption_nobody_recorded_is_not_validated(azure: ToldAzure, preview: bool) -> None:
    recording = record(program, preview=preview, config=as_config(stack_of(entry("validated"))), stashed={})
    assert "no such record in the stack's state" in str(recording.error)
    assert recording.requests == {}


def test_tags_are_stamped_without_a_change_to_the_record(azure: ToldAzure, preview: bool) -> None:
    changed_image(azure, {"stamped": "tonight"}, "tags")
    for stage in ("published", "validated"):
        recording = run(stage, preview=preview, stashed=before("validated"))
        assert recording.inputs(ADOPTED)["input"] == before("validated")[ADOPTED]


def test_a_record_that_does_not_hold_is_declared_anew_for_whoever_replaces_it(azure: ToldAzure, preview: bool) -> None:
    earlier = {"source": str(bodies.IMAGE), "digest": "of another body"}
    adopted = cast(
        "dict[str, Any]", run("published", preview=preview, stashed={ADOPTED: earlier}).inputs(ADOPTED)["input"]
    )
    assert adopted["content"] == cast("dict[str, Any]", before("validated")[ADOPTED])["content"]


def before(stage: str) -> dict[str, object]:
    """The records that the stage before left: none before published, the image as adopted before validated."""
    record = adopted_now(wire.managed_image(bodies.image_body()), str(bodies.IMAGE)).to_dict()
    return {} if stage == "published" else {ADOPTED: record}


def stored() -> dict[str, object]:
    """The records as stage validated left them."""
    import asyncio

    azure = ToldAzure(bodies.image_body(), bodies.definition_body(), bodies.version_body())
    plan = parse_stack_config(stack_of(entry("validated")), bodies.SUBSCRIPTION)
    records = before("validated")
    subject = plan.migrations[0].gate_subject(adopted_from_dict(records[ADOPTED]))
    return {**records, EVIDENCE: evidence_of(asyncio.run(run_gate(azure, subject))).to_dict()}
