"""The same question to many stacks at once. What one stack cannot answer does not hide what the others say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from gallery_migrate.failures import expected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_S = TypeVar("_S")
_T = TypeVar("_T")

AT_ONCE = 8
"""Stacks that are asked at the same time: each costs an engine process, which mostly waits for the backend."""


@dataclass(frozen=True)
class Answers(Generic[_T]):
    """The answers by stack, in the order of asking, and for the other stacks why there is none."""

    values: dict[str, _T] = field(default_factory=dict[str, _T])
    failures: dict[str, str] = field(default_factory=dict[str, str])


def side_by_side(stacks: Mapping[str, _S], ask: Callable[[_S], _T]) -> Answers[_T]:
    """Ask every stack. An error that does not belong to the job (a defect) is raised; with one stack any error is."""
    if len(stacks) == 1:
        return Answers({name: ask(stack) for name, stack in stacks.items()})
    answers = Answers[_T]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = {name: pool.submit(ask, stack) for name, stack in stacks.items()}
    for name, future in asked.items():
        error = future.exception()
        if error is None:
            answers.values[name] = future.result()
        else:
            answers.failures[name] = _told(error)
    return answers


def _told(error: BaseException) -> str:
    known = expected(error) if isinstance(error, Exception) else None
    if known is None:
        raise error
    return known[0]
