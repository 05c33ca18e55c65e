"""Questions asked side by side are put once, and never before anyone who gets the answer has asked.

This is for answers that must hold *now*: the proofs of a hundred deletions that go on at once all need the same lists
of a subscription. A question that was already on its way when somebody asks may miss what has changed since, so they
wait for the next one, together with all who ask until it begins.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_T = TypeVar("_T")


class Joined(Generic[_T]):
    """Answers by key, none of them kept. Belongs to the event loop in which it is asked."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[_T]] = {}
        self._to_begin: dict[str, asyncio.Task[_T]] = {}

    async def get(self, key: str, ask: Callable[[], Coroutine[object, object, _T]]) -> _T:
        """The answer to a question that `ask` puts after this call. Raises what `ask` raises, to all who share it."""
        task = self._to_begin.get(key)
        if task is None:
            task = self._to_begin[key] = asyncio.ensure_future(self._put(key, ask))
        # Shielded: one who gives up must not take the answer from the others.
        return await asyncio.shield(task)

    async def _put(self, key: str, ask: Callable[[], Coroutine[object, object, _T]]) -> _T:
        earlier = self._under_way.get(key)
        if earlier is not None:
            await asyncio.wait([earlier])
        task = self._under_way[key] = self._to_begin.pop(key)
        try:
            return await ask()
        finally:
            if self._under_way.get(key) is task:
                del self._under_way[key]
