"""Create: which requests are made, in which order, and what comes of each answer."""

from __future__ import annotations

import grpc
import pytest

from local_azure.provider.values import JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls, has_details, message, partial_failure
from tests.local_azure.provider.fake_arm import SUBSCRIPTION, Answer, FakeArm
from tests.local_azure.provider.samples import (
    FAST,
    GROUP,
    IMAGE,
    IMAGE_ID,
    IMAGE_INPUTS,
    OS_DISK,
    VERSION,
    VERSION_ID,
    VERSION_INPUTS,
)

CREATED_INPUTS: JsonObject = {
    **IMAGE_INPUTS,
    "azureApiVersion": "2024-11-01",
    "__createBeforeDelete": True,
    "storageProfile": {"osDisk": {**OS_DISK, "diskSizeGB": 30.0}},
}
OPERATION = {"Azure-AsyncOperation": "{base}/operations/1?api-version=x&s=a%2Bb%2Fc", **FAST}


def test_group_is_created_and_read_back(engine: EngineCalls, arm: FakeArm) -> None:
    created, outputs = engine.create(GROUP, {"resourceGroupName": "rg", "location": "westus2", "tags": {"a": "b"}})
    path = f"/subscriptions/{SUBSCRIPTION}/resourcegroups/rg"
    assert arm.asked() == [f"GET {path}", f"PUT {path}", f"GET {path}"]
    assert arm.last("PUT").body == {"location": "westus2", "tags": {"a": "b"}}
    assert {request.query["api-version"] for request in arm.requests} == {"2024-03-01"}
    assert created == path
    assert outputs == {"name": "rg", "location": "westus2", "tags": {"a": "b"}, "azureApiVersion": "2024-03-01"}


def test_body_is_nested_again_and_carries_no_names(engine: EngineCalls, arm: FakeArm) -> None:
    engine.create(IMAGE, CREATED_INPUTS)
    assert arm.last("PUT").body == {
        "location": "westus2",
        "properties": {
            "hyperVGeneration": "V2",
            "storageProfile": {"osDisk": {"osType": "Linux", "osState": "Generalized", "diskSizeGB": 30}},
        },
    }
    assert "30.0" not in arm.last("PUT").text


def test_requests_look_like_the_real_providers(engine: EngineCalls, arm: FakeArm) -> None:
    engine.create(IMAGE, CREATED_INPUTS)
    headers = arm.last("PUT").headers
    assert headers["Accept"] == "application/json"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["User-Agent"].startswith("pulumi-azure-native/3.29.0+stand-in")
    assert headers["User-Agent"].endswith("pid-a90539d8-a7a6-5826-95c4-1fbef22d4b22")


def test_existing_resource_is_never_written(engine: EngineCalls, arm: FakeArm) -> None:
    arm.have(IMAGE_ID, location="westus2")
    with pytest.raises(grpc.RpcError) as refused:
        engine.create(IMAGE, CREATED_INPUTS)
    assert message(refused.value) == f"cannot create already existing resource '{IMAGE_ID}'"
    assert arm.asked() == [f"GET {IMAGE_ID}"]


def test_nothing_is_written_when_existence_is_unknown(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("GET", "images/img", Answer(403, {"error": {"code": "AuthorizationFailed", "message": "no"}}))
    with pytest.raises(grpc.RpcError) as refused:
        engine.create(IMAGE, CREATED_INPUTS)
    assert message(refused.value).startswith(
        f"cannot check existence of resource '{IMAGE_ID}': status code 403, {{\"error\""
    )
    assert arm.asked() == [f"GET {IMAGE_ID}"]


def test_long_running_create_is_polled_then_read_twice(engine: EngineCalls, arm: FakeArm) -> None:
    running, done = Answer(200, {"status": "InProgress"}, FAST), Answer(200, {"status": "Succeeded"})
    arm.script("PUT", "images/img", Answer(201, {"id": IMAGE_ID}, OPERATION))
    arm.script("GET", "operations/1", running, running, done)
    arm.script("GET", "images/img$", Answer(404), Answer(200, {"id": IMAGE_ID.replace("rg", "RG")}))
    arm.have(IMAGE_ID, properties={"provisioningState": "Succeeded"})
    created, outputs = engine.create(IMAGE, CREATED_INPUTS)
    image, operation = f"GET {IMAGE_ID}", "GET /operations/1"
    assert arm.asked() == [image, f"PUT {IMAGE_ID}", operation, operation, operation, image, image]
    assert arm.requests[2].target == "/operations/1?api-version=x&s=a%2Bb%2Fc"
    assert created == IMAGE_ID.replace("rg", "RG")
    assert outputs["provisioningState"] == "Succeeded"


def test_relative_location_is_repaired_and_polled_until_done(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("PUT", "images/img", Answer(202, None, {"Location": "/monitor/1", **FAST}))
    arm.script("GET", "monitor/1", Answer(202, None, FAST), Answer(200, {"id": IMAGE_ID}))
    engine.create(IMAGE, CREATED_INPUTS)
    polls = [request for request in arm.requests if request.path == "/monitor/1"]
    assert [poll.query for poll in polls] == [{"api-version": "2024-11-01"}] * 2


def test_refused_write_leaves_nothing_behind(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("PUT", "images/img", Answer(409, {"error": {"code": "Conflict", "message": "in use"}}))
    with pytest.raises(grpc.RpcError) as refused:
        engine.create(IMAGE, CREATED_INPUTS)
    assert message(refused.value) == 'Status=409 Code="Conflict" Message="in use"'
    assert not has_details(refused.value)


def test_operation_that_fails_keeps_the_resource(engine: EngineCalls, arm: FakeArm) -> None:
    failed = {"status": "Failed", "error": {"code": "InternalError", "message": "replication broke"}}
    arm.script("PUT", "images/img", Answer(201, {"id": IMAGE_ID}, OPERATION))
    arm.script("GET", "operations/1", Answer(200, failed))
    arm.script("GET", "images/img$", Answer(404))
    arm.have(IMAGE_ID, properties={"provisioningState": "Failed"})
    with pytest.raises(grpc.RpcError) as refused:
        engine.create(IMAGE, CREATED_INPUTS)
    kept = partial_failure(refused.value)
    assert list(kept.reasons) == ['Status=200 Code="InternalError" Message="replication broke"']
    assert kept.id == IMAGE_ID
    assert kept.properties["provisioningState"] == "Failed"
    assert kept.inputs["imageName"] == "img"


def test_timeout_after_the_write_keeps_the_resource(engine: EngineCalls, arm: FakeArm) -> None:
    slow = {"Azure-AsyncOperation": "{base}/operations/1?api-version=x", "Retry-After": "3600"}
    arm.script("PUT", "images/img", Answer(201, {"id": IMAGE_ID}, slow))
    with pytest.raises(grpc.RpcError) as refused:
        engine.create(IMAGE, CREATED_INPUTS, timeout=0.5)
    kept = partial_failure(refused.value)
    assert (kept.id, list(kept.reasons)) == (IMAGE_ID, ["operation timed out"])


def test_version_takes_its_long_path(engine: EngineCalls, arm: FakeArm) -> None:
    created, outputs = engine.create(VERSION, VERSION_INPUTS)
    assert created == VERSION_ID
    assert outputs["storageProfile"] == {"source": {"id": IMAGE_ID}}
    assert arm.last("PUT").query == {"api-version": "2024-03-03"}


def test_answer_without_json_is_reported(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("PUT", "images/img", Answer(200, "<html>"))
    with pytest.raises(grpc.RpcError) as refused:
        engine.create(IMAGE, CREATED_INPUTS)
    assert message(refused.value) == "unexpected response from Azure: '<html>', HTTP status: 200"


def test_read_only_and_write_only_properties_stay_on_their_side(engine: EngineCalls, arm: FakeArm) -> None:
    inputs: JsonObject = {"resourceGroupName": "rg", "networkInterfaceName": "nic", "location": "w", "id": "mine"}
    _, outputs = engine.create("azure-native:network:NetworkInterface", {**inputs, "macAddress": "mine"})
    assert arm.last("PUT").body == {"location": "w", "id": "mine"}
    assert outputs == {"name": "nic", "location": "w", "azureApiVersion": "2024-05-01"}
