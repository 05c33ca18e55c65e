"""One reading for all who ask before it begins, because what they read must hold *now*.

The proofs of a hundred deletions that go on at once all need the same lists of a subscription, but none may rest on a
list that was read before it asked: an answer that is remembered will not do (`answer_sharing`).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

_T = TypeVar("_T")


class JointReading(Generic[_T]):
    """One reading for all who ask for it before it begins, one after the other; whoever comes later has the next one.

    What is shared was read after each of those who share it had asked. `begin` makes what a reading is done with, which
    nobody has used before. rest: how many seconds after the beginning of a reading that is over the next one may begin,
    so that more come together. quiet: for how many seconds nobody has come when one begins, asked for when somebody
    comes; it begins no later than `patience` seconds after the first. most: how many share one. Belongs to the event
    loop in which it is asked.
    """

    def __init__(
        self,
        begin: Callable[[], _T],
        rest: Callable[[_T], float] = lambda _: 0.0,
        *,
        quiet: Callable[[], float] = lambda: 0.0,
        patience: float = math.inf,
        most: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._begin = begin
        self._rest = rest
        self._quiet = quiet
        self._patience = patience
        self._most = most
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()
        self._waiting: deque[_Party[_T]] = deque()
        self._under_way: _Party[_T] | None = None

    @asynccontextmanager
    async def take_part(self) -> AsyncGenerator[_T]:
        """What the reading is done with, from its beginning on; it is over when all who take part have left."""
        party = self._join()
        try:
            await self._beginning_of(party)
            yield party.reading
        finally:
            party.members -= 1
            if not party.members:
                self._end(party)

    def _join(self) -> _Party[_T]:
        """The last of those that wait, or a new one behind it."""
        now = self._clock()
        if not self._waiting or self._waiting[-1].members >= self._most:
            self._waiting.append(_Party(self._begin, now + self._patience))
        party = self._waiting[-1]
        party.members += 1
        party.gathers_until = min(now + self._quiet(), party.gathers_no_longer)
        return party

    async def _beginning_of(self, party: _Party[_T]) -> None:
        while self._under_way is not party:
            ahead = self._under_way or self._waiting[0]
            rest = max(self._free_at, party.gathers_until) - self._clock()
            if ahead is not party:
                await ahead.over.wait()
            elif rest > 0:
                await _first_of(self._sleep(rest), party.begun.wait())
            else:
                self._under_way = self._waiting.popleft()
                party.began = self._clock()
                party.begun.set()

    def _end(self, party: _Party[_T]) -> None:
        """All have left, some perhaps before it began."""
        party.over.set()
        if self._under_way is party:
            self._under_way = None
            self._free_at = party.began + self._rest(party.reading)
        else:
            self._waiting.remove(party)


class _Party(Generic[_T]):
    """Those who take part in one reading."""

    def __init__(self, begin: Callable[[], _T], gathers_no_longer: float) -> None:
        self._begin = begin
        self.gathers_no_longer = self.gathers_until = gathers_no_longer
        self.began = 0.0
        self.members = 0
        self.begun = asyncio.Event()
        self.over = asyncio.Event()

    @cached_property
    def reading(self) -> _T:
        """What it is done with, made when the first of them begins."""
        return self._begin()


async def _first_of(*waits: Awaitable[object]) -> None:
    """Return when one of these is over, and give up the others."""
    tasks = [asyncio.ensure_future(one) for one in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in tasks:
            one.cancel()
