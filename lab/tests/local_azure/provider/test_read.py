"""Read: import, refresh, `.get`, and what is not there."""

from __future__ import annotations

import grpc
import pytest

from local_azure.provider.values import JsonObject, from_struct
from tests.local_azure.provider.engine_calls import EngineCalls, message
from tests.local_azure.provider.fake_arm import Answer, FakeArm
from tests.local_azure.provider.samples import (
    IMAGE,
    IMAGE_ID,
    IMAGE_INPUTS,
    NETWORK,
    NETWORK_ID,
    OS_DISK,
    VERSION,
    VERSION_ID,
)


def have_image(arm: FakeArm, **properties: object) -> None:
    known = {"provisioningState": "Succeeded", "hyperVGeneration": "V2", "undeclared": 1}
    arm.have(
        IMAGE_ID,
        type="Microsoft.Compute/images",
        location="westus2",
        properties={
            **known,
            "storageProfile": {"osDisk": OS_DISK, "dataDisks": [], "zoneResilient": False},
            **properties,
        },
    )


def test_import_makes_inputs_from_id_and_answer(engine: EngineCalls, arm: FakeArm) -> None:
    have_image(arm)
    asked = IMAGE_ID.replace("resourceGroups", "resourcegroups")
    answer = engine.read_for_import(IMAGE, asked)
    assert answer.id == asked
    assert from_struct(answer.inputs) == {
        "resourceGroupName": "rg",
        "imageName": "img",
        "location": "westus2",
        "hyperVGeneration": "V2",
        "storageProfile": {"osDisk": OS_DISK, "zoneResilient": False},
    }
    outputs = from_struct(answer.properties)
    assert outputs["azureApiVersion"] == "2024-11-01"
    assert outputs["provisioningState"] == "Succeeded"
    assert "undeclared" not in outputs


def test_what_is_not_there_has_neither_id_nor_properties(engine: EngineCalls) -> None:
    answer = engine.read_for_import(IMAGE, IMAGE_ID)
    assert (answer.id, answer.HasField("properties"), answer.HasField("inputs")) == ("", False, False)


@pytest.mark.parametrize("wrong", [VERSION_ID, "img", f"{IMAGE_ID}/more"])
def test_id_of_another_type_is_refused_without_asking_azure(engine: EngineCalls, arm: FakeArm, wrong: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        engine.read_for_import(IMAGE, wrong)
    template = (
        "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
        "/providers/Microsoft.Compute/images/{imageName}"
    )
    assert message(refused.value) == f"failed to parse '{wrong}' against the path '{template}'"
    assert arm.requests == []


def test_azure_that_refuses_is_not_a_missing_resource(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("GET", "images/img", Answer(403, {"error": {"code": "AuthorizationFailed", "message": "no"}}))
    with pytest.raises(grpc.RpcError) as refused:
        engine.read_for_import(IMAGE, IMAGE_ID)
    assert message(refused.value) == 'Status=403 Code="AuthorizationFailed" Message="no"'


def test_refresh_without_drift_keeps_the_programs_inputs(engine: EngineCalls, arm: FakeArm) -> None:
    have_image(arm)
    outputs = from_struct(engine.read_for_import(IMAGE, IMAGE_ID).properties)
    inputs: JsonObject = {"resourceGroupName": "RG", "imageName": "img", "storageProfile": {"osDisk": OS_DISK}}
    answer = engine.refresh(IMAGE, IMAGE_ID, inputs, outputs)
    assert from_struct(answer.inputs) == inputs


def test_refresh_puts_drift_and_only_drift_into_inputs(engine: EngineCalls, arm: FakeArm) -> None:
    have_image(arm)
    outputs = from_struct(engine.read_for_import(IMAGE, IMAGE_ID).properties)
    have_image(arm, hyperVGeneration="V1", provisioningState="Updating")
    arm.resources[IMAGE_ID.lower()]["tags"] = {"owner": "me"}
    answer = engine.refresh(IMAGE, IMAGE_ID, IMAGE_INPUTS, outputs)
    assert from_struct(answer.inputs) == {**IMAGE_INPUTS, "hyperVGeneration": "V1", "tags": {"owner": "me"}}
    assert from_struct(answer.properties)["provisioningState"] == "Updating"


def test_refresh_takes_away_what_azure_lost(engine: EngineCalls, arm: FakeArm) -> None:
    have_image(arm)
    before = from_struct(engine.read_for_import(IMAGE, IMAGE_ID).properties)
    outputs: JsonObject = {**before, "tags": {"a": "1", "b": "2"}}
    arm.resources[IMAGE_ID.lower()]["tags"] = {"a": "1"}
    answer = engine.refresh(IMAGE, IMAGE_ID, {**IMAGE_INPUTS, "tags": {"a": "1", "b": "2"}}, outputs)
    assert from_struct(answer.inputs)["tags"] == {"a": "1"}


def test_changed_region_of_a_version_keeps_what_the_program_left_out(engine: EngineCalls, arm: FakeArm) -> None:
    def regions(count: int) -> list[object]:
        return [{"name": "West US 2", "regionalReplicaCount": count, "storageAccountType": "Standard_LRS"}]

    arm.have(VERSION_ID, properties={"publishingProfile": {"targetRegions": regions(1)}})
    outputs = from_struct(engine.read_for_import(VERSION, VERSION_ID).properties)
    arm.have(VERSION_ID, properties={"publishingProfile": {"targetRegions": regions(2)}})
    inputs: JsonObject = {"publishingProfile": {"targetRegions": [{"name": "West US 2", "regionalReplicaCount": 1}]}}
    answer = engine.refresh(VERSION, VERSION_ID, inputs, outputs)
    assert from_struct(answer.inputs) == {
        "publishingProfile": {"targetRegions": [{"name": "West US 2", "regionalReplicaCount": 2}]}
    }


def test_get_with_empty_inputs_yields_all_writable_properties(engine: EngineCalls, arm: FakeArm) -> None:
    have_image(arm)
    answer = engine.refresh(IMAGE, IMAGE_ID, {}, {})
    inputs = from_struct(answer.inputs)
    assert set(inputs) == {"location", "hyperVGeneration", "storageProfile"}


def test_subnets_of_their_own_do_not_become_inputs_of_their_network(engine: EngineCalls, arm: FakeArm) -> None:
    arm.have(NETWORK_ID, properties={})
    outputs = from_struct(engine.read_for_import(NETWORK, NETWORK_ID).properties)
    arm.have(NETWORK_ID, properties={"subnets": [{"name": "sub", "properties": {"addressPrefix": "10.0.1.0/24"}}]})
    inputs: JsonObject = {"resourceGroupName": "rg", "virtualNetworkName": "net"}
    answer = engine.refresh(NETWORK, NETWORK_ID, inputs, outputs)
    assert from_struct(answer.inputs) == inputs
    assert from_struct(answer.properties)["subnets"] == [{"name": "sub", "addressPrefix": "10.0.1.0/24"}]
