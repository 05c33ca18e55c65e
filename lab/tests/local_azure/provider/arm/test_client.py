"""Retries and registration, with a sleep that only takes notes."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest

from local_azure.provider.arm.client import ArmClient, TransportError
from local_azure.provider.arm.cloud import custom_cloud
from local_azure.provider.arm.identity import tokens_for
from local_azure.provider.arm.responses import Response
from local_azure.provider.settings import read_settings
from tests.local_azure.provider.conftest import LoopThread
from tests.local_azure.provider.fake_arm import RESET, Answer, FakeArm
from tests.local_azure.provider.samples import IMAGE_ID

_Result = TypeVar("_Result")
GET = ("GET", IMAGE_ID, "2024-11-01")
BUSY = {"error": {"code": "AnotherOperationInProgress", "message": "wait"}}


class Caller:
    """Runs work with an ARM client in the loop of the servers; keeps the seconds it was asked to sleep."""

    def __init__(self, loop_thread: LoopThread, ca_file: Path, environ: dict[str, str]) -> None:
        self.slept: list[float] = []
        self._loop_thread = loop_thread
        self._ca_file = ca_file
        self._environ = environ

    def __call__(self, work: Callable[[ArmClient], Awaitable[_Result]]) -> _Result:
        return self._loop_thread.run(self._with_client(work))

    async def _with_client(self, work: Callable[[ArmClient], Awaitable[_Result]]) -> _Result:
        trust = ssl.create_default_context(cafile=str(self._ca_file))
        settings = read_settings({}, self._environ)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust)) as http:
            cloud = await custom_cloud(http, settings.metadata_host)
            tokens = tokens_for(http, cloud, settings)
            return await work(ArmClient(http, cloud, tokens, user_agent="test", sleep=self._note))

    async def _note(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def call(loop_thread: LoopThread, ca_file: Path, environ: dict[str, str]) -> Caller:
    return Caller(loop_thread, ca_file, environ)


@pytest.mark.parametrize(
    ("failures", "slept"),
    [
        ([Answer(500)], [20]),
        ([Answer(429, None, {"Retry-After": "7"})], [7]),
        ([Answer(503, None, {"x-ms-retry-after-ms": "1500"})], [1.5]),
        ([Answer(429, None, {"Retry-After": "0"})], [20]),
        ([Answer(429, None, {"Retry-After": "120"})] * 3, [120, 120, 120]),
        ([Answer(408), Answer(502), Answer(504)], [20, 60, 120]),
        ([Answer(409, BUSY)], [20]),
    ],
)
def test_transient_answers_are_repeated(call: Caller, arm: FakeArm, failures: list[Answer], slept: list[float]) -> None:
    arm.script("GET", "images/img", *failures, Answer(200, {"id": IMAGE_ID}))
    assert call(lambda client: client.request(*GET)).status == 200
    assert call.slept == slept
    assert len(arm.requests) == len(failures) + 1


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_longer_wait_than_the_longest_is_not_waited_for(call: Caller, arm: FakeArm, method: str) -> None:
    """So a proof is six minutes old at most when a DELETE goes out: three waits of two minutes."""
    arm.script(method, "images/img", Answer(429, None, {"Retry-After": "121"}))
    assert call(lambda client: client.request(method, *GET[1:])).status == 429
    assert (call.slept, len(arm.requests)) == ([], 1)


def test_fourth_failure_is_the_answer(call: Caller, arm: FakeArm) -> None:
    arm.script("GET", "images/img", *[Answer(503)] * 9)
    assert call(lambda client: client.request(*GET)).status == 503
    assert len(arm.requests) == 4


@pytest.mark.parametrize("status", [400, 403, 404, 409])
def test_other_refusals_are_final(call: Caller, arm: FakeArm, status: int) -> None:
    arm.script("GET", "images/img", Answer(status, {"error": {"code": "Conflict", "message": "no"}}))
    assert call(lambda client: client.request(*GET)).status == status
    assert (call.slept, len(arm.requests)) == ([], 1)


def test_connection_that_fails_is_tried_four_times(call: Caller) -> None:
    with pytest.raises(TransportError) as failed:
        call(lambda client: client.send("GET", "https://localhost:1/x"))
    assert call.slept == [20, 60, 120]
    assert failed.value.url == "https://localhost:1/x"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_connection_that_is_reset_is_tried_again_after_the_usual_wait(
    call: Caller, arm: FakeArm, method: str
) -> None:
    arm.script(method, "images/img", Answer(RESET))

    async def twice(client: ArmClient) -> Response:
        await client.request("GET", f"{IMAGE_ID}2", "2024-11-01")  # the connection is a used one then
        return await client.request(method, IMAGE_ID, "2024-11-01", {} if method == "PUT" else None)

    call(twice)
    assert call.slept == [20]


def test_a_registration_that_says_to_be_done_is_asked_for_all_the_same(call: Caller, arm: FakeArm) -> None:
    arm.script("PUT", "images/img", Answer(409, {"error": {"code": "SubscriptionNotRegistered", "message": "no"}}))
    arm.script("POST", "register$", Answer(200, {"registrationState": "Registered"}))
    states = ["Registering", "Registered"]
    arm.script("GET", "providers/Microsoft.Compute$", *[Answer(200, {"registrationState": each}) for each in states])

    call(lambda client: client.request("PUT", IMAGE_ID, "2024-11-01", {}))

    assert [each.split()[0] for each in arm.asked()] == ["PUT", "POST", "GET", "GET", "PUT"]
    assert call.slept == [15]


@pytest.mark.parametrize("code", ["MissingSubscriptionRegistration", "SubscriptionNotRegistered"])
def test_missing_registration_is_made_up_for(call: Caller, arm: FakeArm, code: str) -> None:
    refused = Answer(409, {"error": {"code": code, "message": "register"}})
    arm.script("PUT", "images/img", refused)
    arm.script("POST", "register$", Answer(200, {"registrationState": "Registering"}))
    arm.script("GET", "providers/Microsoft.Compute$", Answer(200, {"registrationState": "Registered"}))

    def put(client: ArmClient) -> Awaitable[Response]:
        return client.request("PUT", IMAGE_ID, "2024-11-01", {"location": "westus2"})

    assert call(put).status == 201
    namespace = IMAGE_ID[: IMAGE_ID.index("/resourceGroups")] + "/providers/Microsoft.Compute"
    assert arm.asked() == [f"PUT {IMAGE_ID}", f"POST {namespace}/register", f"GET {namespace}", f"PUT {IMAGE_ID}"]
    assert {request.query["api-version"] for request in arm.requests[1:3]} == {"2019-05-01"}
    assert arm.requests[0].body == arm.requests[3].body
