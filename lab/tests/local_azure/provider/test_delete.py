"""Delete: awaited to its end, and content when there is nothing to delete."""

from __future__ import annotations

import grpc
import pytest

from tests.local_azure.provider.engine_calls import EngineCalls, has_details, message
from tests.local_azure.provider.fake_arm import NOT_FOUND, Answer, FakeArm
from tests.local_azure.provider.samples import FAST, IMAGE, IMAGE_ID

OPERATION = {"Azure-AsyncOperation": "{base}/operations/1?api-version=x", "Location": "{base}/monitor/1", **FAST}


def test_delete_is_awaited_and_not_read_back(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("DELETE", "images/img", Answer(202, None, OPERATION))
    arm.script("GET", "operations/1", Answer(200, {"status": "InProgress"}, FAST), Answer(200, {"status": "Succeeded"}))
    engine.delete(IMAGE, IMAGE_ID)
    assert arm.asked() == [f"DELETE {IMAGE_ID}", "GET /operations/1", "GET /operations/1"]


@pytest.mark.parametrize("status", [200, 204, 404])
def test_what_is_gone_already_is_deleted(engine: EngineCalls, arm: FakeArm, status: int) -> None:
    arm.script("DELETE", "images/img", Answer(status, NOT_FOUND if status == 404 else None))
    engine.delete(IMAGE, IMAGE_ID)
    assert arm.asked() == [f"DELETE {IMAGE_ID}"]


def test_operation_that_is_gone_while_polling_is_deleted(engine: EngineCalls, arm: FakeArm) -> None:
    arm.script("DELETE", "images/img", Answer(202, None, OPERATION))
    engine.delete(IMAGE, IMAGE_ID)
    assert arm.asked() == [f"DELETE {IMAGE_ID}", "GET /operations/1"]


@pytest.mark.parametrize(
    ("deleted", "polled", "text"),
    [
        (Answer(409, {"error": {"code": "ScopeLocked", "message": "locked"}}), None, 'Status=409 Code="ScopeLocked"'),
        (
            Answer(202, None, OPERATION),
            Answer(200, {"status": "Failed", "error": {"code": "Conflict", "message": "a VM is being made from it"}}),
            'Status=200 Code="Conflict" Message="a VM is being made from it"',
        ),
    ],
)
def test_refused_delete_is_told(
    engine: EngineCalls, arm: FakeArm, deleted: Answer, polled: Answer | None, text: str
) -> None:
    arm.script("DELETE", "images/img", deleted)
    if polled is not None:
        arm.script("GET", "operations/1", polled)
    with pytest.raises(grpc.RpcError) as refused:
        engine.delete(IMAGE, IMAGE_ID)
    assert message(refused.value).startswith(text)
    assert not has_details(refused.value)
