from __future__ import annotations

import json

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.errors import ArmError
from local_azure.http.throttling import Throttle

IMAGES = "microsoft.compute/images"


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


def test_resource_manager_has_an_hourly_limit_of_its_own(azure: InProcessAzure) -> None:
    throttle = Throttle(azure.world)
    for _ in range(1200):
        throttle.admit("s", "c", "put", None)

    with pytest.raises(ArmError) as caught:
        throttle.admit("s", "c", "put", None)

    assert (caught.value.status, caught.value.code) == (429, "SubscriptionRequestsThrottled")
    assert throttle.admit("s", "c", "get", None) == {"x-ms-ratelimit-remaining-subscription-reads": "11999"}


def test_it_can_be_switched_off() -> None:
    azure = InProcessAzure(throttling=False)
    group = azure.make_group("rg")

    headers = azure.get(group, api_version="2024-11-01").headers
    azure.close()

    assert not [name for name in headers if "ratelimit" in name]
