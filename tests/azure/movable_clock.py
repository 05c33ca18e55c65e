"""A clock that moves only when somebody waits for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from managed_image_to_gallery.azure.pacing import Pace


@dataclass
class MovableClock:
    """`now` in seconds; `waits` is what was waited for, one after the other."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list[float])

    def pace(self) -> Pace:
        return Pace(clock=lambda: self.now, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@dataclass
class StandingClock(MovableClock):
    """It stands until `let_go`; `all_asleep` is set when that many are waiting for it."""

    sleepers: int = 1
    all_asleep: asyncio.Event = field(default_factory=asyncio.Event)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, sleepers: int) -> None:
        """Set `all_asleep` anew, when that many waits have begun, those before included."""
        self.sleepers = sleepers
        self.all_asleep.clear()

    def let_go(self) -> None:
        """Let every wait pass, those to come too."""
        self._released.set()

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        self.waits.append(seconds)
        if len(self.waits) >= self.sleepers:
            self.all_asleep.set()
        await self._released.wait()
        self.now = max(self.now, until)


class Alarms:
    """A clock for many who sleep at a time: when nobody has anything else to do, the first of them is woken."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleeping: list[tuple[float, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleeping.append((self.now + seconds, woken))
        await woken.wait()

    async def wake_all(self) -> None:
        """One after the other, until nobody sleeps any more."""
        while self._sleeping:
            first = min(self._sleeping, key=lambda each: each[0])
            self._sleeping.remove(first)
            self.now = max(self.now, first[0])
            first[1].set()
            for _ in range(5):  # what was woken goes to sleep again, or is done
                await asyncio.sleep(0)


async def let_all_go_on() -> None:
    """Let everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)
