"""One question to Azure for all who ask it: an answer is remembered, or a request that is about to be sent is shared.

`AnswerCache` is for answers of one moment: who asks later gets what was answered before. `SingleFlight` is for answers
that must hold *now*: the proofs of a hundred deletions that go on at once all need the same lists of a subscription,
but none may rest on a list that was read before it asked. `SharedLists` puts either of them before Resource Manager's
lists: a whole subscription's list is the same for every migration.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

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


class SingleFlight(Generic[_T]):
    """One request at a time for each key, sent once for all who have asked before it is sent; no answer is remembered.

    A request that was already on its way when somebody asks may miss what has changed since, so they wait for the next
    one, together with all who ask until it is sent. Belongs to the event loop in which it is asked.
    """

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[_T]] = {}
        self._to_begin: dict[str, asyncio.Task[_T]] = {}

    async def get(self, key: str, ask: Callable[[], Coroutine[object, object, _T]]) -> _T:
        """The answer to a request that `ask` sends after this call. Raises what `ask` raises, to all who share it."""
        task = self._to_begin.get(key)
        if task is None:
            task = self._to_begin[key] = asyncio.ensure_future(self._send(key, ask))
        # Shielded: one who gives up must not take the answer from the others.
        return await asyncio.shield(task)

    async def _send(self, key: str, ask: Callable[[], Coroutine[object, object, _T]]) -> _T:
        earlier = self._under_way.get(key)
        if earlier is not None:
            await asyncio.wait([earlier])
        task = self._under_way[key] = self._to_begin.pop(key)
        try:
            return await ask()
        finally:
            if self._under_way.get(key) is task:
                del self._under_way[key]


class Lists(Protocol):
    """What reads lists: `ResourceManager`, or `SharedLists` above it."""

    async def list(self, path: str, query: str, what: str) -> Bodies:
        """The items of all pages, None when Azure says that the parent does not exist. Raises ReadFailed."""
        ...


class SharedLists:
    """Lists that all who ask for the same one get from `answers`, whatever the case in which its path is written."""

    def __init__(self, lists: Lists, answers: AnswerCache[Bodies] | SingleFlight[Bodies]) -> None:
        self._lists = lists
        self._answers = answers

    async def list(self, path: str, query: str, what: str) -> Bodies:
        """As `Lists.list`."""
        return await self._answers.get(f"{path.lower()}?{query}", lambda: self._lists.list(path, query, what))


def _failed(task: asyncio.Task[_T]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
