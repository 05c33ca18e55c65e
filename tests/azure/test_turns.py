"""Requests are promised no faster than Azure's budgets fill, whoever uses them besides."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from local_azure.http.throttling import LONG_WINDOW, SHORT_WINDOW
from managed_image_to_gallery.azure.budgets import (
    DEFINITIONS,
    DELETIONS,
    IMPORTS,
    VERSION_DELETIONS,
    VERSIONS,
    Budget,
)
from managed_image_to_gallery.azure.turns import Turns
from tests.azure.movable_clock import Alarms, MovableClock

if TYPE_CHECKING:
    from collections.abc import Sequence


READS, WRITES, DELETES = (250, 10.0), (200, 20.0), (200, 20.0)
"""Resource Manager's requests at once, and the seconds in which they come back."""


def begins(turns: Turns, clock: MovableClock, budget: Budget, number: int) -> list[float]:
    """When each of so many requests is sent that are all asked for at once."""
    began: list[float] = []

    async def request() -> None:
        await turns.turn(budget)
        began.append(clock.now)

    async def scenario() -> None:
        for _ in range(number):
            await request()

    asyncio.run(scenario())
    return began


def turns_of(clock: MovableClock, share: float = 1.0) -> Turns:
    return Turns(share, clock=lambda: clock.now, sleep=clock.sleep)


def most_missed(began: Sequence[float], size: int, seconds: float) -> float:
    """By how many requests a bucket that fills evenly would be exceeded."""
    level, at, missed = float(size), 0.0, 0.0
    for now in began:
        level, at = min(size, level + (now - at) * size / seconds) - 1, now
        missed = max(missed, -level)
    return missed


@pytest.mark.parametrize(
    ("budget", "at_once"),
    [(IMPORTS, 225), (DEFINITIONS, 56), (VERSIONS, 180), (DELETIONS, 108), (VERSION_DELETIONS, 135)],
    ids=["reads of 250", "four reads each of 250", "writes of 200", "deletions of 120", "deletions of 150"],
)
def test_no_window_is_exceeded_and_a_part_of_each_stays_spare(budget: Budget, at_once: int) -> None:
    clock = MovableClock()

    began = begins(turns_of(clock), clock, budget, 2_000)

    assert sum(moment == 0 for moment in began) == at_once
    exceeded = [(window.name, most_missed(began, window.requests, window.seconds)) for window in budget.windows]
    assert exceeded == [(window.name, 0) for window in budget.windows]
    for group, number in ((READS, budget.reads), (WRITES, budget.writes), (DELETES, budget.deletions)):
        assert most_missed([moment for moment in began for _ in range(number)], *group) == 0


def test_an_ordinary_number_waits_for_nothing() -> None:
    clock = MovableClock()
    turns = turns_of(clock)

    assert turns.longest_wait({DEFINITIONS: 56}).seconds == 0
    assert begins(turns, clock, DEFINITIONS, 56)[-1] == 0
    assert clock.waits == []


def test_what_is_told_beforehand_is_what_the_last_one_waits() -> None:
    clock = MovableClock()
    turns = turns_of(clock)

    told = turns.longest_wait({DEFINITIONS: 300})

    assert begins(turns, clock, DEFINITIONS, 300)[-1] == pytest.approx(told.seconds)
    assert told.seconds == pytest.approx((300 - 135) * 180 / 150)
    assert (told.requests, told.budget.requests, told.window.span) == (300, "writes of definitions", "three minutes")


def test_resource_manager_counts_all_that_is_read_around_what_is_made() -> None:
    """A hundred images are six hundred reads, of which it answers 250 at once and 25 a second."""
    told = Turns(clock=lambda: 0.0).longest_wait({IMPORTS: 100, DEFINITIONS: 100, VERSIONS: 100})

    assert (told.requests, told.budget.requests, told.window.span) == (600, "reads of any kind", "ten seconds")
    assert told.seconds == pytest.approx((600 - 225) / 25)


def test_where_resource_manager_counts_by_the_hour_more_writes_than_an_hour_has_wait() -> None:
    """What it says is left for reads is more than the newer budget holds."""
    clock = MovableClock()
    turns = turns_of(clock)

    turns.learn({"subscription-reads": 11_999})
    told = turns.longest_wait({DEFINITIONS: 650, VERSIONS: 650})
    began = begins(turns, clock, VERSIONS, 2_000)

    assert (told.requests, told.budget.requests, told.window.span) == (1_300, "writes of any kind", "an hour")
    assert told.seconds == pytest.approx((1_300 - 1_080) * 3600 / 1200)
    assert most_missed(began, 1_200, 3_600) == 0
    assert began[-1] == pytest.approx((2_000 - 1_080) * 3600 / 1200)


def test_reads_that_others_have_used_up_are_waited_for() -> None:
    clock = MovableClock()
    turns = turns_of(clock)
    turns.learn({"subscription-reads": 0})

    assert begins(turns, clock, DEFINITIONS, 1) == [pytest.approx((25 + 4) / 25)]


def test_what_others_have_used_is_not_used_again() -> None:
    """An empty budget is waited for: after three minutes a whole one has come back."""
    clock = MovableClock()
    turns = turns_of(clock)
    turns.learn({"GetImages3Min": 0, "GetImages30Min": 1_400})

    began = begins(turns, clock, IMPORTS, 324)

    assert began[0] == pytest.approx(18.5)
    assert began[-1] == pytest.approx(180)


def test_more_than_was_expected_is_not_believed() -> None:
    """The header of an earlier read does not say what has been promised since."""
    clock = MovableClock()
    turns = turns_of(clock)
    begins(turns, clock, IMPORTS, 300)

    turns.learn({"GetImages3Min": 359})

    assert turns.longest_wait({IMPORTS: 60}).seconds == pytest.approx(18 - 3), "three of them have passed"


def test_stacks_side_by_side_share_what_there_is() -> None:
    clocks = [MovableClock() for _ in range(4)]
    began = sorted(moment for clock in clocks for moment in begins(turns_of(clock, 1 / 4), clock, DEFINITIONS, 100))

    assert most_missed(began, 150, SHORT_WINDOW) == 0
    assert began[-1] == pytest.approx((400 - 132) * 180 / 150, abs=6)


def begin_side_by_side(budget: Budget, number: int) -> list[float]:
    """When each of so many requests is sent of which none waits for another to be sent."""
    clock, began = Alarms(), list[float]()
    turns = Turns(clock=lambda: clock.now, sleep=clock.sleep)

    async def request() -> None:
        await turns.turn(budget)
        began.append(clock.now)

    async def scenario() -> None:
        requests = [asyncio.ensure_future(request()) for _ in range(number)]
        await asyncio.sleep(0)
        await clock.wake_all()
        await asyncio.gather(*requests)

    asyncio.run(scenario())
    return began


@pytest.mark.parametrize("number", [109, 150, 400])
def test_deletions_that_wait_go_in_waves_and_the_last_one_no_later(number: int) -> None:
    """What is read before a deletion is read once for all of a wave: one reading of a subscription may take 1,000."""
    began = begin_side_by_side(DELETIONS, number)

    assert began[-1] == pytest.approx(Turns(clock=lambda: 0.0).longest_wait({DELETIONS: number}).seconds, abs=0.01)
    assert len(set(began)) == {109: 2, 150: 2, 400: 6}[number]
    assert most_missed(began, 120, SHORT_WINDOW) == 0
    assert most_missed(began, 600, LONG_WINDOW) == 0


def test_what_others_wait_for_goes_one_by_one() -> None:
    assert len(set(begin_side_by_side(VERSIONS, 400))) == 1 + 400 - 180
