"""A read that Azure throttles waits, apart from its deadline, and the others of its kind with it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.errors import Throttled
from managed_image_to_gallery.azure.pacing import DEFAULT_WAIT_SECONDS
from managed_image_to_gallery.azure.reader import AzureReader
from tests.azure import bodies
from tests.azure.arm_server import Answer, ArmServer, Reset, Said, serving, token
from tests.azure.bodies import IMAGE, LOCKS, changed, error_body, page
from tests.azure.movable_clock import MovableClock, StandingClock
from tests.azure.reading import read_image, run

if TYPE_CHECKING:
    import trustme

    from managed_image_to_gallery.azure.json_types import JsonObject

pytestmark = pytest.mark.usefixtures("trusted")


def throttled(seconds: int | None) -> Said:
    return Said(
        error_body("TooManyRequests", "slow down"), 429, {} if seconds is None else {"Retry-After": f"{seconds}"}
    )


@pytest.mark.usefixtures("hurried")
def test_a_read_waits_as_long_as_azure_asks(authority: trustme.CA) -> None:
    clock = MovableClock()
    answers = [throttled(7), Reset(), throttled(200), throttled(None), Said(bodies.image_body())]

    assert read_image(authority, *answers, clock=clock) is not None
    assert clock.waits == [7, 200, DEFAULT_WAIT_SECONDS]


def test_a_wait_that_azure_asks_for_is_not_counted_against_the_deadline(authority: trustme.CA) -> None:
    answers = [throttled(25), throttled(25), throttled(25), throttled(200), Said(bodies.image_body())]

    assert read_image(authority, *answers, deadline=20) is not None


def test_a_budget_that_stays_empty_is_given_up(authority: trustme.CA) -> None:
    clock = MovableClock()

    with pytest.raises(Throttled, match="slow down"):
        read_image(authority, throttled(1200), clock=clock)
    assert clock.waits == [1200, 1200, 1200]


def test_one_answer_that_asks_to_wait_is_enough_for_all_of_its_kind(authority: trustme.CA) -> None:
    """After one answer forty other reads wait without having been sent; the lists of locks do not."""
    first, *others = (replace(IMAGE, names=(f"image{number}",)) for number in range(41))
    answers: dict[str, list[Answer]] = {
        str(one): [Said(changed(bodies.image_body(), str(one), "id"))] for one in (first, *others)
    }
    answers[str(first)].insert(0, throttled(120))
    clock = StandingClock(sleepers=1)

    async def scenario(reader: AzureReader, server: ArmServer) -> list[str]:
        asked_first = asyncio.create_task(reader.image(first))
        await asyncio.wait_for(clock.all_asleep.wait(), 20)
        clock.expect(1 + len(others))
        reads = asyncio.gather(asked_first, *(reader.image(one) for one in others))
        await asyncio.wait_for(clock.all_asleep.wait(), 20)
        sent = [request for request in server.requests if "/images/" in request]
        assert await reader.locks(IMAGE) == []
        clock.let_go()
        assert None not in await reads
        return sent

    sent = run(authority, {**answers, LOCKS: [Said(page())]}, scenario, clock=clock)

    assert [request.partition("?")[0] for request in sent] == [str(first)]


def test_a_sign_in_that_ends_while_azure_is_waited_for_is_renewed(authority: trustme.CA) -> None:
    """An access token is valid for an hour; a budget fills for minutes, and a version replicates for hours."""
    short: JsonObject = {
        "token_type": "Bearer",
        "expires_in": -60,
        "ext_expires_in": -60,
        "access_token": "e30.e30.e30",
    }

    async def scenario(reader: AzureReader, server: ArmServer) -> int:
        server.token_answers = [Said(short), Said(short), Said(short)]
        assert await reader.image(IMAGE) is not None
        return len(server.token_answers)

    left = run(authority, {str(IMAGE): [throttled(200), Said(bodies.image_body())]}, scenario)

    assert left == 1


def test_a_cloud_that_throttles_its_description_is_waited_for(authority: trustme.CA) -> None:
    """For longer than the deadline; the metadata host knows nobody, so all of an address are one caller."""
    clock = MovableClock()

    async def play() -> object:
        async with serving(authority, {str(IMAGE): [Said(bodies.image_body())]}) as server:
            server.metadata_answers = [throttled(25), throttled(200), Said(server.metadata())]
            async with AzureReader.connect(server.settings, deadline=20, pace=clock.pace()) as reader:
                return await reader.image(IMAGE)

    assert asyncio.run(play()) is not None
    assert clock.waits == [25, 200]


@pytest.mark.parametrize("asked", ["image", "identity"])
def test_a_sign_in_that_is_throttled_is_waited_for(authority: trustme.CA, asked: str) -> None:
    clock = MovableClock()

    async def scenario(reader: AzureReader, server: ArmServer) -> object:
        busy: JsonObject = {"error": "temporarily_unavailable", "error_description": "AADSTS90055: slow down"}
        server.token_answers = [Said(busy, 429, {"Retry-After": "120"}), Said(token())]
        return await (reader.image(IMAGE) if asked == "image" else reader.identity())

    assert run(authority, {str(IMAGE): [Said(bodies.image_body())]}, scenario, clock=clock) is not None
    assert clock.waits == [120]


def test_what_azure_says_is_left_of_a_budget_is_known(authority: trustme.CA) -> None:
    header = {"x-ms-ratelimit-remaining-resource": "Microsoft.Compute/GetImages3Min;41"}

    async def scenario(reader: AzureReader, _: ArmServer) -> dict[str, int]:
        assert await reader.image(IMAGE) is not None
        return dict(reader.remaining)

    assert run(authority, {str(IMAGE): [Said(bodies.image_body(), 200, header)]}, scenario) == {"GetImages3Min": 41}
