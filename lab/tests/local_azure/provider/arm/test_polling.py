"""Polling: how long is waited between polls, and which address is asked."""

from __future__ import annotations

import pytest

from local_azure.provider.arm.polling import completed
from local_azure.provider.arm.responses import Response
from tests.local_azure.provider.arm.test_client import Caller, call
from tests.local_azure.provider.fake_arm import Answer, FakeArm
from tests.local_azure.provider.samples import IMAGE_ID

__all__ = ["call"]


def poll(call: Caller, method: str, accepted: Response) -> Response:
    return call(lambda client: completed(client, method, IMAGE_ID, "2024-11-01", accepted))


@pytest.mark.parametrize(
    ("method", "headers", "slept"),
    [
        ("PUT", {}, [10, 10]),
        ("DELETE", {}, [30, 30]),
        ("PUT", {"Retry-After": "60"}, [60, 60]),
        ("PUT", {"Retry-After": "0"}, [10, 10]),
        ("DELETE", {"x-ms-retry-after-ms": "50", "Retry-After": "9"}, [0.05, 0.05]),
    ],
)
def test_each_answer_says_how_long_to_wait(
    call: Caller, arm: FakeArm, method: str, headers: dict[str, str], slept: list[float]
) -> None:
    arm.have(IMAGE_ID)
    arm.script(
        "GET", "operations/1", Answer(200, {"status": "InProgress"}, headers), Answer(200, {"status": "Succeeded"})
    )
    accepted = Response(201, {"Azure-AsyncOperation": f"{arm.base}/operations/1", **headers}, "{}")
    poll(call, method, accepted)
    assert call.slept == slept


def test_header_of_the_first_answer_does_not_hold_for_later_ones(call: Caller, arm: FakeArm) -> None:
    arm.have(IMAGE_ID)
    arm.script("GET", "operations/1", Answer(200, {"status": "InProgress"}), Answer(200, {"status": "Succeeded"}))
    poll(call, "PUT", Response(201, {"Azure-AsyncOperation": f"{arm.base}/operations/1", "Retry-After": "5"}, "{}"))
    assert call.slept == [5, 10]


def test_state_of_the_resource_is_polled_when_no_address_is_given(call: Caller, arm: FakeArm) -> None:
    arm.script("GET", "images/img", Answer(200, {"properties": {"provisioningState": "Updating"}}))
    arm.have(IMAGE_ID, properties={"provisioningState": "Succeeded"})
    final = poll(call, "PUT", Response(201, {}, '{"properties": {"provisioningState": "Creating"}}'))
    assert (final.body() or {})["properties"] == {"provisioningState": "Succeeded"}
    assert len(arm.requests) == 2


def test_finished_answer_is_not_polled(call: Caller, arm: FakeArm) -> None:
    accepted = Response(200, {}, '{"properties": {"provisioningState": "Succeeded"}}')
    assert poll(call, "PUT", accepted) is accepted
    assert arm.requests == []
