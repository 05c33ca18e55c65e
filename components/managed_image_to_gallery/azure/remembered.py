"""Answers that are asked for once, however many ask: side by side they wait for the same question.

A failure is not remembered. Whoever must know what holds *now* makes a new memory.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """Answers by key. Belongs to the event loop in which it is asked."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[_T]] = {}

    async def get(self, key: str, ask: Callable[[], Coroutine[object, object, _T]]) -> _T:
        """The answer to the key's question, which `ask` puts if nobody has. Raises what `ask` raises."""
        task = self._tasks.get(key)
        if task is None or _failed(task):
            task = self._tasks[key] = asyncio.ensure_future(ask())
        # Shielded: one who gives up must not take the answer from the others.
        return await asyncio.shield(task)


def _failed(task: asyncio.Task[_T]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
