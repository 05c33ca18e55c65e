from __future__ import annotations

import json
from collections.abc import Callable, Generator

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.errors import ArmError
from local_azure.arm.resource_type import ResourceType
from local_azure.arm.settings import ManagerLimits
from local_azure.http.throttling import Throttle

IMAGES = "microsoft.compute/images"


VERSIONS = "microsoft.compute/galleries/images/versions"


@pytest.fixture
def azure() -> Generator[InProcessAzure]:
    """With Resource Manager's larger buckets, which are not used up before those of a resource type."""
    started = InProcessAzure(manager_limits=ManagerLimits.HOURLY)
    yield started
    started.close()


def limit_of(azure: InProcessAzure) -> int:
    policy = azure.world.types[IMAGES].throttle.put
    assert policy is not None
    return policy[1]


def test_what_remains_is_told_as_azure_tells_it(azure: InProcessAzure) -> None:
    throttle = Throttle(azure.world)
    kind = azure.world.types[IMAGES]
    assert kind.throttle.put is not None
    name, short, long = kind.throttle.put

    headers = throttle.admit("s", "c", "put", kind)

    remaining = f"Microsoft.Compute/{name}3Min;{short - 1},Microsoft.Compute/{name}30Min;{long - 1}"
    assert headers == {
        "x-ms-ratelimit-remaining-subscription-writes": "1199",
        "x-ms-ratelimit-remaining-resource": remaining,
    }


@pytest.fixture(params=[1.0, 0.01, 0.001])
def scaled(request: pytest.FixtureRequest) -> Generator[InProcessAzure]:
    started = InProcessAzure(time_scale=request.param, manager_limits=ManagerLimits.HOURLY)
    yield started
    started.close()


def use_up(throttle: Throttle, access: str, kind: ResourceType) -> ArmError:
    """Ask as long as it is allowed; the refusal."""
    while True:
        try:
            throttle.admit("s", "c", access, kind)
        except ArmError as refusal:
            return refusal


def count_allowed(
    throttle: Throttle, access: str, kind: ResourceType, before_each: Callable[[], None] = lambda: None
) -> int:
    allowed = 0
    while True:
        before_each()
        try:
            throttle.admit("s", "c", access, kind)
        except ArmError:
            return allowed
        allowed += 1


def test_requests_at_the_pace_of_a_client_run_a_bucket_empty_at_every_scale(scaled: InProcessAzure) -> None:
    throttle, kind = Throttle(scaled.world), scaled.world.types[IMAGES]

    allowed = count_allowed(throttle, "get", kind, before_each=lambda: scaled.clock.advance(0.05))

    assert 395 <= allowed < 420  # 360 at once, and 2 a second for 20 seconds


def test_who_waits_as_long_as_he_is_told_finds_two_thirds_of_the_bucket(scaled: InProcessAzure) -> None:
    throttle, kind = Throttle(scaled.world), scaled.world.types[IMAGES]
    scale = scaled.clock.time_scale
    refusal = use_up(throttle, "get", kind)

    told = refusal.extra_headers
    assert told["Retry-After"] == {1.0: "120", 0.01: "2", 0.001: "1"}[scale]
    assert told.get("x-ms-retry-after-ms") == {1.0: None, 0.01: "1200", 0.001: "120"}[scale]

    scaled.clock.advance(119 * scale)
    with pytest.raises(ArmError):
        throttle.admit("s", "c", "get", kind)
    scaled.clock.advance(1.01 * scale)
    assert count_allowed(throttle, "get", kind) in (240, 241)


def test_a_pause_of_a_window_fills_a_bucket(scaled: InProcessAzure) -> None:
    throttle, kind = Throttle(scaled.world), scaled.world.types[IMAGES]
    use_up(throttle, "get", kind)

    scaled.clock.advance(max(180.1 * scaled.clock.time_scale, 1.0))

    assert count_allowed(throttle, "get", kind) == 360


def test_a_moment_between_two_requests_is_no_pause_however_small_the_scale() -> None:
    azure = InProcessAzure(time_scale=0.0001, manager_limits=ManagerLimits.HOURLY)
    throttle, kind = Throttle(azure.world), azure.world.types[IMAGES]

    allowed = count_allowed(throttle, "get", kind, before_each=lambda: azure.clock.advance(0.1))
    azure.close()

    assert allowed == 449  # 360 at once, and 2 a second for 44.9 seconds


def test_what_fills_after_the_time_to_wait_is_there_too(azure: InProcessAzure) -> None:
    throttle, kind = Throttle(azure.world), azure.world.types[IMAGES]
    use_up(throttle, "get", kind)

    azure.clock.advance(120)
    azure.clock.advance(50)

    assert count_allowed(throttle, "get", kind) == 340


@pytest.mark.parametrize("scale", [1.0, 0.125])
def test_an_operation_is_polled_1_scale_times_as_often_and_costs_what_it_costs_with_azure(scale: float) -> None:
    azure = InProcessAzure(time_scale=scale)
    throttle, kind = Throttle(azure.world), azure.world.types[VERSIONS]
    azure_polls = 20

    answers = [throttle.admit("s", "c", "poll", kind) for _ in range(round(azure_polls / scale))]
    azure.close()

    assert answers[-1] == {
        "x-ms-ratelimit-remaining-subscription-reads": "230",
        "x-ms-ratelimit-remaining-subscription-global-reads": "3730",
        "x-ms-ratelimit-remaining-resource": "Microsoft.Compute/GetOperationStatus3Min;4980,"
        "Microsoft.Compute/GetOperationStatus30Min;14980",
    }


def test_a_long_bucket_that_is_used_up_asks_for_twenty_minutes(azure: InProcessAzure) -> None:
    throttle, kind = Throttle(azure.world), azure.world.types[IMAGES]
    refusal = use_up(throttle, "get", kind)
    while len(refusal.details) == 1 and "30Min" not in refusal.details[0]["target"]:
        azure.clock.advance(120)
        refusal = use_up(throttle, "get", kind)

    assert refusal.extra_headers == {"Retry-After": "1200"}


@pytest.mark.parametrize("access", ["put", "get", "delete", "list"])
def test_galleries_are_refused_by_the_gateway(azure: InProcessAzure, access: str) -> None:
    throttle, kind = Throttle(azure.world), azure.world.types["microsoft.compute/galleries"]

    refusal = use_up(throttle, access, kind)

    verb = {"put": "write", "delete": "delete"}.get(access, "read")
    assert (refusal.status, refusal.code) == (429, "ResourceCollectionRequestsThrottled")
    assert f"Operation 'Microsoft.Compute/galleries/{verb}' failed" in refusal.message
    assert "try after '120' seconds" in refusal.message
    assert refusal.extra_headers["Retry-After"] == "120"


def test_limits_may_be_a_share_of_azures(azure: InProcessAzure) -> None:
    assert count_allowed(Throttle(azure.world, 0.1), "get", azure.world.types[IMAGES]) == 36


def test_one_request_too_many_is_told_to_wait_and_may_come_again(azure: InProcessAzure) -> None:
    throttle = Throttle(azure.world)
    kind = azure.world.types[IMAGES]
    limit = limit_of(azure)
    for _ in range(limit):
        throttle.admit("s", "c", "put", kind)

    with pytest.raises(ArmError) as caught:
        throttle.admit("s", "c", "put", kind)

    assert caught.value.status == 429
    assert caught.value.code == "OperationNotAllowed"
    assert json.loads(caught.value.details[0]["message"])["allowedRequestCount"] == limit
    azure.clock.advance(int(caught.value.extra_headers["Retry-After"]))
    throttle.admit("s", "c", "put", kind)


@pytest.mark.parametrize(("subscription", "caller"), [("other", "c"), ("s", "other")])
def test_buckets_belong_to_a_subscription_and_a_caller(azure: InProcessAzure, subscription: str, caller: str) -> None:
    throttle = Throttle(azure.world)
    kind = azure.world.types[IMAGES]
    for _ in range(limit_of(azure)):
        throttle.admit("s", "c", "put", kind)

    assert throttle.admit(subscription, caller, "put", kind)


def test_it_can_be_switched_off() -> None:
    azure = InProcessAzure(limits=0)
    group = azure.make_group("rg")

    headers = azure.get(group, api_version="2024-11-01").headers
    azure.close()

    assert not [name for name in headers if "ratelimit" in name]
