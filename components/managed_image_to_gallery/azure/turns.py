"""When a request may be sent that Azure counts: in turns, no faster than its budgets fill.

Azure counts what the engine's provider sends too, which gives a request up after three answers of 429. The program
cannot make the provider wait, but it decides when it declares what the provider then imports, makes or deletes.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.budgets import (
    BY_THE_SECOND,
    IMPORTS,
    Budget,
    Level,
    Window,
    at_most,
    filled,
    full,
    manager_budgets,
    seconds_short,
    taken,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

WAVE_SECONDS = 90.0
"""Those of one wave would begin no farther apart if they went one by one: half a window, so that none is used up."""


@dataclass(frozen=True)
class Wait:
    """For how many seconds the last of so many requests waits, and for which window of which budget."""

    seconds: float
    requests: int
    budget: Budget
    window: Window


@dataclass
class _Wave:
    """Those who go together: when the first could go, and when the last can (monotonic seconds)."""

    first: float
    last: float


class Turns:
    """When requests of each budget may be sent, one after the other. One for all of a run; belongs to its event loop.

    share: the part of the budgets that this run may use, above 0 and up to 1. clock: monotonic seconds. sleep: waits
    for seconds.
    """

    def __init__(
        self,
        share: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.share = share
        self._clock = clock
        self._sleep = sleep
        self._manager = BY_THE_SECOND
        self._levels: dict[Budget, Level] = {}
        self._waves: dict[Budget, _Wave] = {}

    def learn(self, reported: Mapping[str, int]) -> None:
        """Heed what Azure says is left for reads, by the name of the window, and how Resource Manager counts."""
        self._manager = manager_budgets(reported)
        for budget in (IMPORTS, self._manager.reads):
            self._levels[budget] = at_most(self._now(budget), reported, self.share)

    def longest_wait(self, numbers: Mapping[Budget, int]) -> Wait:
        """What the last of so many requests of each budget would wait for if all were asked for now.

        numbers: at least one budget. Nothing is promised by it.
        """
        needed: dict[Budget, int] = {}
        for budget, number in numbers.items():
            for drawn, each in self._drawn_on(budget):
                needed[drawn] = needed.get(drawn, 0) + number * each
        return max(
            (one for budget, number in needed.items() for one in self._waits(budget, number)),
            key=lambda one: one.seconds,
        )

    async def turn(self, budget: Budget) -> bool:
        """Wait until one more request may be sent; whether there was anything to wait for."""
        wait = 0.0
        for drawn, number in self._drawn_on(budget):
            wait = max(wait, *(one.seconds for one in self._waits(drawn, number)))
            self._levels[drawn] = taken(self._now(drawn), number)
        if wait:
            await self._until_last(self._wave(budget, self._clock() + wait))
        return bool(wait)

    def _drawn_on(self, budget: Budget) -> Iterator[tuple[Budget, int]]:
        """The budgets that one request is taken from, and how many of each."""
        yield budget, 1
        yield from self._manager.drawn_on(budget)

    def _waits(self, budget: Budget, number: int) -> Iterator[Wait]:
        level = taken(self._now(budget), number)
        for window in budget.windows:
            yield Wait(seconds_short(window, level.left[window.name], self.share), number, budget, window)

    def _wave(self, budget: Budget, due: float) -> _Wave:
        """The wave of one who could go then: the newest, or one of its own."""
        wave = self._waves.get(budget)
        if wave is None or not budget.together or due > wave.first + WAVE_SECONDS:
            wave = self._waves[budget] = _Wave(due, due)
        wave.last = max(wave.last, due)
        return wave

    async def _until_last(self, wave: _Wave) -> None:
        """Wait as long as the last of a wave, which others may join meanwhile."""
        while (rest := wave.last - self._clock()) > 0:
            await self._sleep(rest)

    def _now(self, budget: Budget) -> Level:
        now = self._clock()
        return filled(budget, self._levels.get(budget) or full(budget, self.share, now), self.share, now)
