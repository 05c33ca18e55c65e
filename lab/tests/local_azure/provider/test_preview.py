"""Previews: what is known before anything happened."""

from __future__ import annotations

from local_azure.provider.values import UNKNOWN, JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls
from tests.local_azure.provider.fake_arm import FakeArm
from tests.local_azure.provider.samples import IMAGE, IMAGE_ID, IMAGE_INPUTS, VERSION, VERSION_INPUTS


def test_planned_create_has_no_id_and_asks_azure_nothing(engine: EngineCalls, arm: FakeArm) -> None:
    created, outputs = engine.create(IMAGE, IMAGE_INPUTS, preview=True)
    assert (created, arm.requests) == ("", [])
    assert outputs["location"] == "westus2"
    assert outputs["hyperVGeneration"] == "V2"
    assert outputs["azureApiVersion"] == "2024-11-01"
    assert [outputs[name] for name in ("name", "type", "provisioningState", "systemData")] == [UNKNOWN] * 4
    assert not {"imageName", "resourceGroupName"} & set(outputs)


def test_given_object_gains_unknown_members(engine: EngineCalls) -> None:
    _, outputs = engine.create(VERSION, VERSION_INPUTS, preview=True)
    profile = outputs["publishingProfile"]
    assert isinstance(profile, dict)
    assert profile["publishedDate"] == UNKNOWN
    regions = profile["targetRegions"]
    assert isinstance(regions, list)
    first = regions[0]
    assert isinstance(first, dict)
    assert (first["name"], first["regionalReplicaCount"], first["storageAccountType"]) == ("West US 2", 1, UNKNOWN)


def test_unknown_and_mistyped_inputs_are_unknown_outputs(engine: EngineCalls) -> None:
    inputs: JsonObject = {**IMAGE_INPUTS, "storageProfile": UNKNOWN, "hyperVGeneration": 2}
    _, outputs = engine.create(IMAGE, inputs, preview=True)
    assert (outputs["storageProfile"], outputs["hyperVGeneration"]) == (UNKNOWN, UNKNOWN)


def test_planned_update_keeps_name_and_location(engine: EngineCalls, arm: FakeArm) -> None:
    outputs = engine.update(
        IMAGE,
        IMAGE_ID,
        IMAGE_INPUTS,
        {**IMAGE_INPUTS, "location": "West US 2", "tags": {"a": "b"}},
        outputs={"name": "img", "location": "westus2", "provisioningState": "Succeeded"},
        preview=True,
    )
    assert (outputs["name"], outputs["location"], outputs["tags"]) == ("img", "westus2", {"a": "b"})
    assert outputs["provisioningState"] == UNKNOWN
    assert arm.requests == []
