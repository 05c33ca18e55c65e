"""The same question to many stacks at once. What one stack cannot answer does not hide what the others say."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from managed_image_to_gallery.cli.error_edge import expected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_S = TypeVar("_S")
_T = TypeVar("_T")

AT_ONCE = 8
"""Stacks that are asked at the same time: each costs engine processes, which mostly wait for the backend.

No more of them are in memory at once than this, so that a fleet takes as much as its largest stacks do.
"""


@dataclass(frozen=True)
class Answers(Generic[_T]):
    """The answers by stack, in the order of asking, and for the other stacks why there is none."""

    values: dict[str, _T] = field(default_factory=dict[str, _T])
    failures: dict[str, str] = field(default_factory=dict[str, str])


async def side_by_side(stacks: Mapping[str, _S], ask: Callable[[_S], Awaitable[_T]]) -> Answers[_T]:
    """Ask every stack. An error that does not belong to the job (a defect) is raised; with one stack any error is."""
    if len(stacks) == 1:
        return Answers({name: await ask(stack) for name, stack in stacks.items()})
    room = asyncio.Semaphore(AT_ONCE)

    async def one(stack: _S) -> _T:
        async with room:
            return await ask(stack)

    answers = Answers[_T]()
    found = await asyncio.gather(*(one(stack) for stack in stacks.values()), return_exceptions=True)
    for name, answer in zip(stacks, found, strict=True):
        if isinstance(answer, BaseException):
            answers.failures[name] = _told(answer)
        else:
            answers.values[name] = answer
    return answers


def _told(error: BaseException) -> str:
    known = expected(error) if isinstance(error, Exception) else None
    if known is None:
        raise error
    return str(known)
