"""One question to Azure for all who ask it: an answer is remembered.

`AnswerCache` is for answers of one moment: who asks later gets what was answered before. What must hold *now* is read
by a `JointReading` (`joint_reading`) instead. `SharedLists` puts a cache before Resource Manager's lists: a whole
subscription's list is the same for every migration.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

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
