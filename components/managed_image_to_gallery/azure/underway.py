"""What this process waits for at the moment, for whoever shows it.

It is said where the waiting is done, at the edges: a request to Azure here, a process of the engine in the command
line. Nothing is shown here; where nobody looks, as in the program that the engine runs, it costs two list operations.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


def _nothing() -> str:
    return ""


@dataclass(frozen=True, eq=False)
class Wait:
    """One wait: for what, and how far it is, "" where that is not known."""

    what: str
    so_far: Callable[[], str] = _nothing


class Underway:
    """The waits that have begun and not ended; threads and tasks have theirs side by side."""

    def __init__(self) -> None:
        self._open: list[Wait] = []
        self._lock = threading.Lock()

    @contextmanager
    def waiting_for(self, what: str, so_far: Callable[[], str] = _nothing) -> Generator[None]:
        """Within, this is waited for. `so_far` is called in any thread, and often."""
        wait = Wait(what, so_far)
        with self._lock:
            self._open.append(wait)
        try:
            yield
        finally:
            with self._lock:
                self._open.remove(wait)

    @property
    def open(self) -> tuple[Wait, ...]:
        """What is waited for, the wait that contains the others first."""
        return tuple(self._open)


UNDERWAY = Underway()
"""The waits of this process."""
