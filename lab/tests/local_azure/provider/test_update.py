"""Update: a whole new body in place, with what a PUT would otherwise lose."""

from __future__ import annotations

import grpc
import pytest

from local_azure.provider.values import JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls, message, partial_failure
from tests.local_azure.provider.fake_arm import Answer, FakeArm
from tests.local_azure.provider.samples import FAST, NETWORK, NETWORK_ID, VERSION, VERSION_ID, VERSION_INPUTS

NETWORK_INPUTS: JsonObject = {
    "resourceGroupName": "rg",
    "virtualNetworkName": "net",
    "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
}


def test_update_puts_the_whole_body_without_asking_first(engine: EngineCalls, arm: FakeArm) -> None:
    arm.have(VERSION_ID, location="westus2", tags={"old": "gone"})
    outputs = engine.update(VERSION, VERSION_ID, VERSION_INPUTS, {**VERSION_INPUTS, "tags": {"a": "b"}})
    assert arm.asked() == [f"PUT {VERSION_ID}", f"GET {VERSION_ID}"]
    assert arm.last("PUT").body == {
        "location": "westus2",
        "tags": {"a": "b"},
        "properties": {
            "storageProfile": VERSION_INPUTS["storageProfile"],
            "publishingProfile": VERSION_INPUTS["publishingProfile"],
        },
    }
    assert outputs["tags"] == {"a": "b"}


def test_operation_that_fails_keeps_the_state_azure_has(engine: EngineCalls, arm: FakeArm) -> None:
    operation = {"Azure-AsyncOperation": "{base}/operations/1?api-version=x", **FAST}
    arm.have(VERSION_ID, properties={"provisioningState": "Failed"})
    arm.script("PUT", "versions/1.0.0", Answer(200, {"id": VERSION_ID}, operation))
    arm.script("GET", "operations/1", Answer(200, {"status": "Canceled", "error": {"code": "X", "message": "stopped"}}))
    with pytest.raises(grpc.RpcError) as refused:
        engine.update(VERSION, VERSION_ID, VERSION_INPUTS, VERSION_INPUTS)
    kept = partial_failure(refused.value)
    assert list(kept.reasons) == ['Status=200 Code="X" Message="stopped"']
    assert kept.properties["provisioningState"] == "Failed"


def test_refused_update_is_a_plain_error(engine: EngineCalls, arm: FakeArm) -> None:
    text = {"error": {"code": "PropertyChangeNotAllowed", "message": "no"}}
    arm.script("PUT", "versions/1.0.0", Answer(409, text))
    with pytest.raises(grpc.RpcError) as refused:
        engine.update(VERSION, VERSION_ID, VERSION_INPUTS, VERSION_INPUTS)
    assert message(refused.value) == 'Status=409 Code="PropertyChangeNotAllowed" Message="no"'


def test_subnets_of_their_own_survive_an_update_of_their_network(engine: EngineCalls, arm: FakeArm) -> None:
    subnets = [{"name": "one", "properties": {"addressPrefix": "10.0.1.0/24"}}]
    arm.have(NETWORK_ID, properties={"subnets": subnets})
    engine.update(NETWORK, NETWORK_ID, NETWORK_INPUTS, NETWORK_INPUTS)
    assert arm.last("PUT").body == {
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": subnets}
    }


def test_removed_input_with_a_default_is_reset(engine: EngineCalls, arm: FakeArm) -> None:
    new: JsonObject = {**NETWORK_INPUTS, "subnets": []}
    arm.have(NETWORK_ID)
    engine.update(NETWORK, NETWORK_ID, {**new, "enableVmProtection": True}, new)
    assert arm.last("PUT").body == {
        "properties": {
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "enableVmProtection": False,
            "subnets": [],
        }
    }


def test_nothing_is_put_when_the_subnets_cannot_be_read(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("GET", "virtualNetworks/net", Answer(403, {"error": {"code": "AuthorizationFailed", "message": "no"}}))
    with pytest.raises(grpc.RpcError) as refused:
        engine.update(NETWORK, NETWORK_ID, NETWORK_INPUTS, NETWORK_INPUTS)
    assert message(refused.value) == 'Status=403 Code="AuthorizationFailed" Message="no"'
    assert arm.asked() == [f"GET {NETWORK_ID}"]
