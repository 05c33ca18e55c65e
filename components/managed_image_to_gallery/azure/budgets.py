"""How many requests of a kind Azure answers, and when the next one may be sent: pure, but for the waiting of `Turns`.

Azure counts what the engine's provider sends too, which gives a request up after three answers of 429. The program
cannot make the provider wait, but it decides when it declares what the provider then imports, makes or deletes.

A budget is full at first and fills again evenly: so many requests in three minutes, so many in half an hour
(docs/reference/azure-galleries.md#request-budgets). What is left of the one for reads stands in the header of a read,
so that the requests of others are counted; of writes and deletions only their own answers tell.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

SPARE = 0.1
"""The part of each budget that is left to others: the portal, the gate's own reads, a request that is sent again."""

STACKS_AT_ONCE = "GALLERY_MIGRATE_STACKS_AT_ONCE"
"""The environment variable that says how many stacks are updated side by side: each takes its share of the budgets."""

REMAINING = "x-ms-ratelimit-remaining-resource"
"""The header that says what is left: `Microsoft.Compute/GetImages3Min;359,Microsoft.Compute/GetImages30Min;1799`."""

_WINDOWS = {"3Min": 180.0, "30Min": 1800.0}
"""The two windows as the header names them, and their seconds."""


@dataclass(frozen=True)
class Budget:
    """The requests of one kind: as Azure names them, as people do (in the plural), and how many in each window.

    together: those who wait go in one wave, when the budget bears the last of them. What each reads before its request
    is then read once for all; the last of them waits no longer for it.
    """

    policy: str
    requests: str
    in_three_minutes: int
    in_half_an_hour: int
    together: bool = False

    @property
    def sizes(self) -> Mapping[str, int]:
        """How many requests each window holds, by the name that the header has for it."""
        names = (f"{self.policy}{window}" for window in _WINDOWS)
        return dict(zip(names, (self.in_three_minutes, self.in_half_an_hour), strict=True))


IMPORTS = Budget("GetImages", "reads of images", 360, 1_800)
DEFINITIONS = Budget("CreateUpdateGalleryImage", "writes of definitions", 150, 750)
VERSIONS = Budget("CreateUpdateGalleryImageVersion", "writes of versions", 375, 1_200)
DELETIONS = Budget("DeleteImages", "deletions of images", 120, 600, together=True)

WAVE_SECONDS = 90.0
"""Those of one wave would begin no farther apart if they went one by one: half a window, so that none is used up."""


@dataclass
class _Wave:
    """Those who go together: when the first could go, and when the last can (monotonic seconds)."""

    first: float
    last: float


@dataclass(frozen=True)
class Level:
    """What is left in each window at one time, by name; less than nothing where more has been promised."""

    left: Mapping[str, float]
    at: float


def full(budget: Budget, share: float, now: float) -> Level:
    """Nothing of this share of a budget is used."""
    return Level({name: size * share for name, size in budget.sizes.items()}, now)


def at_most(level: Level, reported: Mapping[str, int], share: float) -> Level:
    """The level, or the share of what Azure says is left if that is less: others use the same budget."""
    return Level(
        {name: min(left, reported.get(name, left / share) * share) for name, left in level.left.items()}, level.at
    )


def filled(budget: Budget, level: Level, share: float, now: float) -> Level:
    """The level at a later time."""
    passed, sizes = now - level.at, budget.sizes
    return Level(
        {
            name: min(sizes[name] * share, left + passed * sizes[name] * share / seconds)
            for (name, left), seconds in zip(level.left.items(), _WINDOWS.values(), strict=True)
        },
        now,
    )


def taken(level: Level, requests: int = 1) -> Level:
    """The level after so many requests were promised."""
    return Level({name: left - requests for name, left in level.left.items()}, level.at)


def seconds_short(budget: Budget, level: Level, share: float) -> float:
    """How long until the last request that was promised may be sent: until each window is back at its spare part."""
    short = (
        (size * SPARE * share - left) / (size * share / seconds)
        for size, left, seconds in zip(budget.sizes.values(), level.left.values(), _WINDOWS.values(), strict=True)
    )
    return max(0.0, *short)


def remaining(headers: Mapping[str, str]) -> dict[str, int]:
    """What the headers of an answer say is left, by the name of the window; what cannot be read is left out."""
    parts = (part.strip().rpartition(";") for part in headers.get(REMAINING, "").split(","))
    return {name.rpartition("/")[2]: int(number) for name, _, number in parts if number.isdecimal()}


def seconds_until_spare(left: Mapping[str, int], sizes: Mapping[str, int]) -> float:
    """How long until each window of a budget has its spare part again, by the name that the header has for it: pure.

    sizes: how many requests each window holds. What is named otherwise than Azure names its windows is left out.
    """
    waits = (
        (sizes[name] * SPARE - number) * seconds / sizes[name]
        for name, number in left.items()
        for suffix, seconds in _WINDOWS.items()
        if re.fullmatch(rf".*\D{suffix}", name) and sizes.get(name)
    )
    return max(0.0, max(waits, default=0.0))


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
        self._levels: dict[Budget, Level] = {}
        self._waves: dict[Budget, _Wave] = {}

    def learn(self, budget: Budget, reported: Mapping[str, int]) -> None:
        """Heed what Azure says is left."""
        self._levels[budget] = at_most(self._now(budget), reported, self.share)

    def seconds_until(self, budget: Budget, number: int) -> float:
        """How long the last of so many requests would wait if all were asked for now; none is promised by that."""
        return seconds_short(budget, taken(self._now(budget), number), self.share)

    async def turn(self, budget: Budget) -> None:
        """Wait until one more request may be sent."""
        level = self._levels[budget] = taken(self._now(budget))
        wait = seconds_short(budget, level, self.share)
        if wait:
            await self._until_last(self._wave(budget, self._clock() + wait))

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
