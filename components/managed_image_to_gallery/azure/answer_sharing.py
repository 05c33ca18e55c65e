"""One question to Azure for all who ask it: an answer is remembered, or a request that is about to be sent is shared.

`AnswerCache` is for answers of one moment: who asks later gets what was answered before. `JointReading` is for answers
that must hold *now*: the proofs of a hundred deletions that go on at once all need the same lists of a subscription,
but none may rest on a list that was read before it asked. `SharedLists` puts a cache before Resource Manager's lists:
a whole subscription's list is the same for every migration.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable

    from managed_image_to_gallery.azure.json_types import JsonObject

    Bodies = list[JsonObject] | None

_T = TypeVar("_T")


class AnswerCache(Generic[_T]):
    """Answers by key, each asked for once, however many ask: side by side they wait for the same request.

    A failure is not remembered. Whoever must know what holds *now* makes a new cache. Belongs to the event loop in
    which it is asked.
    """

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[_T]] = {}

    @property
    def keys(self) -> Iterable[str]:
        """What was asked for."""
        return self._tasks.keys()

    async def get(self, key: str, ask: Callable[[], Coroutine[object, object, _T]]) -> _T:
        """The answer for the key, for which `ask` is called if nobody has asked. Raises what `ask` raises."""
        task = self._tasks.get(key)
        if task is None or _failed(task):
            task = self._tasks[key] = asyncio.ensure_future(ask())
        # Shielded: one who gives up must not take the answer from the others.
        return await asyncio.shield(task)

    async def remember(self, key: str, answer: _T) -> None:
        """Give `answer` to whoever asks for the key from now on, if nobody has asked for it yet."""

        async def known() -> _T:
            return answer

        await self.get(key, known)


class JointReading(Generic[_T]):
    """One reading for all who ask for it before it begins, one after the other; whoever comes later has the next one.

    For answers that must hold *now*: what is shared was read after each of those who share it had asked. `begin` makes
    what a reading is done with, which nobody has used before. rest: how many seconds after the beginning of a reading
    that is over the next one may begin, so that more come together. Belongs to the event loop in which it is asked.
    """

    def __init__(
        self,
        begin: Callable[[], _T],
        rest: Callable[[_T], float] = lambda _: 0.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._begin = begin
        self._rest = rest
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()
        self._gathering: _Party[_T] | None = None
        self._under_way: _Party[_T] | None = None

    @asynccontextmanager
    async def take_part(self) -> AsyncGenerator[_T]:
        """What the reading is done with, from its beginning on; it is over when all who take part have left."""
        party = self._gathering = self._gathering or _Party(self._begin)
        party.members += 1
        try:
            await self._beginning_of(party)
            yield party.reading
        finally:
            party.members -= 1
            if not party.members:
                self._end(party)

    async def _beginning_of(self, party: _Party[_T]) -> None:
        while self._under_way is not party:
            rest = self._free_at - self._clock()
            if self._under_way is not None:
                await self._under_way.over.wait()
            elif rest > 0:
                await self._sleep(rest)
            else:
                self._under_way, self._gathering = party, None
                party.began = self._clock()

    def _end(self, party: _Party[_T]) -> None:
        """All have left, some perhaps before it began."""
        party.over.set()
        if self._under_way is party:
            self._under_way = None
            self._free_at = party.began + self._rest(party.reading)
        if self._gathering is party:
            self._gathering = None


class _Party(Generic[_T]):
    """Those who take part in one reading."""

    def __init__(self, begin: Callable[[], _T]) -> None:
        self._begin = begin
        self.began = 0.0
        self.members = 0
        self.over = asyncio.Event()

    @cached_property
    def reading(self) -> _T:
        """What it is done with, made when the first of them begins."""
        return self._begin()


class Lists(Protocol):
    """What reads lists: `ResourceManager`, or `SharedLists` above it."""

    async def get(self, path: str, query: str, what: str) -> JsonObject | None:
        """The body of a resource, None when Azure says that it does not exist. Raises ReadFailed."""
        ...

    async def list(self, path: str, query: str, what: str) -> Bodies:
        """The items of all pages, None when Azure says that the parent does not exist. Raises ReadFailed."""
        ...


class SharedLists:
    """Lists that all who ask for the same one get from `answers`, whatever the case in which its path is written."""

    def __init__(self, lists: Lists, answers: AnswerCache[Bodies]) -> None:
        self._lists = lists
        self._answers = answers

    @property
    def asked(self) -> Iterable[str]:
        """What was asked for: path, in lower case, and query of each list."""
        return self._answers.keys

    async def get(self, path: str, query: str, what: str) -> JsonObject | None:
        """As `Lists.get`, asked each time: whether what was listed before is still there."""
        return await self._lists.get(path, query, what)

    async def list(self, path: str, query: str, what: str) -> Bodies:
        """As `Lists.list`."""
        return await self._answers.get(f"{path.lower()}?{query}", lambda: self._lists.list(path, query, what))


def _failed(task: asyncio.Task[_T]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
