"""Resource Manager's own limits, in both ways that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.errors import ArmError
from local_azure.arm.settings import ManagerLimits
from local_azure.http.throttling import Throttle

if TYPE_CHECKING:
    from collections.abc import Generator

REMAINING = "x-ms-ratelimit-remaining-subscription"
ACCESS = {"reads": "get", "writes": "put", "deletes": "delete"}


@pytest.fixture
def hourly() -> Generator[InProcessAzure]:
    started = InProcessAzure(manager_limits=ManagerLimits.HOURLY)
    yield started
    started.close()


def use_up(throttle: Throttle, access: str, caller: str = "c") -> tuple[int, ArmError]:
    """Ask as long as it is allowed; how often it was, and the refusal."""
    allowed = 0
    while True:
        try:
            throttle.admit("s", caller, access, None)
        except ArmError as refusal:
            return allowed, refusal
        allowed += 1


def ask(throttle: Throttle, access: str, times: int, caller: str = "c") -> dict[str, str]:
    """Ask so often; the headers of the last answer."""
    for _ in range(times - 1):
        throttle.admit("s", caller, access, None)
    return throttle.admit("s", caller, access, None)


@pytest.mark.parametrize(
    ("group", "own", "everybody"), [("reads", 249, 3749), ("writes", 199, 2999), ("deletes", 199, 2999)]
)
def test_an_answer_tells_what_remains_for_the_caller_and_for_all(
    azure: InProcessAzure, group: str, own: int, everybody: int
) -> None:
    """As a deletion of 2026 was answered: docs/reference/resource-manager.md#throttling."""
    assert Throttle(azure.world).admit("s", "c", ACCESS[group], None) == {
        f"{REMAINING}-{group}": str(own),
        f"{REMAINING}-global-{group}": str(everybody),
    }


@pytest.mark.parametrize(("group", "size", "a_second"), [("reads", 250, 25), ("writes", 200, 10), ("deletes", 200, 10)])
def test_a_bucket_that_is_empty_has_tokens_again_every_second(
    azure: InProcessAzure, group: str, size: int, a_second: int
) -> None:
    throttle, access = Throttle(azure.world), ACCESS[group]
    assert ask(throttle, access, size)[f"{REMAINING}-{group}"] == "0"

    azure.clock.advance(1)

    assert use_up(throttle, access)[0] == a_second


@pytest.mark.parametrize("scale", [1.0, 0.1, 0.01])
def test_requests_at_the_pace_of_a_client_run_a_bucket_empty_at_every_scale(scale: float) -> None:
    azure = InProcessAzure(time_scale=scale)
    throttle, allowed = Throttle(azure.world), 0
    try:
        while allowed < 1000:
            azure.clock.advance(0.02)
            throttle.admit("s", "c", "put", None)
            allowed += 1
    except ArmError:
        pass
    azure.close()

    assert 245 <= allowed <= 250  # 200 at once, and 10 a second for five seconds


@pytest.mark.parametrize(("group", "again"), [("reads", 250), ("writes", 100), ("deletes", 100)])
@pytest.mark.parametrize("scale", [1.0, 0.1])
def test_who_is_refused_waits_ten_seconds_of_azures_for_what_fills_meanwhile(
    scale: float, group: str, again: int
) -> None:
    azure = InProcessAzure(time_scale=scale)
    throttle, access = Throttle(azure.world), ACCESS[group]

    _, refusal = use_up(throttle, access)

    assert (refusal.status, refusal.code) == (429, "SubscriptionRequestsThrottled")
    assert refusal.message.startswith(f"Number of '{group[:-1]}' requests for subscription 's' actor 'c' exceeded. ")
    assert "after '10' seconds" in refusal.message
    assert refusal.extra_headers["Retry-After"] == {1.0: "10", 0.1: "1"}[scale]
    azure.clock.advance(9.9 * scale)
    with pytest.raises(ArmError):
        throttle.admit("s", "c", access, None)
    azure.clock.advance(0.101 * scale)
    assert use_up(throttle, access)[0] == again
    azure.close()


def test_all_callers_together_ask_fifteen_times_as_often_as_one(azure: InProcessAzure) -> None:
    throttle = Throttle(azure.world)

    allowed = [use_up(throttle, "get", f"caller-{number}") for number in range(16)]

    assert [times for times, _ in allowed] == [250] * 15 + [0]
    _, refusal = allowed[-1]
    assert (refusal.status, refusal.code) == (429, "SubscriptionRequestsThrottled")
    assert "actor" not in refusal.message
    assert refusal.extra_headers["Retry-After"] == "10"
    assert throttle.admit("other", "caller-15", "get", None)[f"{REMAINING}-global-reads"] == "3749"


@pytest.mark.parametrize(("group", "size"), [("reads", 12000), ("writes", 1200), ("deletes", 15000)])
def test_limits_of_an_hour_can_be_chosen(hourly: InProcessAzure, group: str, size: int) -> None:
    throttle, access = Throttle(hourly.world), ACCESS[group]
    assert throttle.admit("s", "c", access, None) == {f"{REMAINING}-{group}": str(size - 1)}

    more, refusal = use_up(throttle, access)

    assert more == size - 1
    assert (refusal.status, refusal.code) == (429, "SubscriptionRequestsThrottled")
    assert f"exceeded the limit of '{size}' for time interval '01:00:00'" in refusal.message
    assert refusal.extra_headers["Retry-After"] == "6"


def test_nobody_counts_all_callers_of_an_hour_together(hourly: InProcessAzure) -> None:
    throttle = Throttle(hourly.world)
    for number in range(16):
        assert ask(throttle, "put", 1200, f"caller-{number}") == {f"{REMAINING}-writes": "0"}


def test_a_kind_of_request_that_is_used_up_leaves_the_others(azure: InProcessAzure) -> None:
    throttle = Throttle(azure.world)
    use_up(throttle, "put")
    assert throttle.admit("s", "c", "get", None)[f"{REMAINING}-reads"] == "249"
    assert throttle.admit("s", "c", "delete", None)[f"{REMAINING}-deletes"] == "199"
