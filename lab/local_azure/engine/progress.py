"""Telling the person at the screen, or the log of a CI, how far it is: something moves every few seconds."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

LINE_EVERY_SECONDS = 5.0
"""Without a terminal; Go says nothing for longer than that while it links."""


@dataclass
class Count:
    """How many things are done of how many (None where that is not known), since when in seconds."""

    total: int | None
    since: float
    done: int = 0

    def text(self, now: float) -> str:
        """`422 of 1685, about 3 min left`; `17 so far, 20 s` where the total is not known, `20 s` without any."""
        seconds = now - self.since
        if self.total is None:
            return f"{f'{self.done} so far, ' if self.done else ''}{_duration(seconds)}"
        if not self.done or self.done >= self.total:
            return f"{self.done} of {self.total}, {_duration(seconds)}"
        left = seconds * (self.total - self.done) / self.done
        return f"{self.done} of {self.total}, about {_duration(left)} left"


class ProgressReporter:
    """Progress bars on a terminal, a line every few seconds elsewhere.

    now: seconds. ended: waits until a step has ended, or until it is time for a line; whether it has ended.
    """

    def __init__(
        self,
        console: Console | None = None,
        now: Callable[[], float] = time.monotonic,
        ended: Callable[[threading.Event], bool] = lambda event: event.wait(LINE_EVERY_SECONDS),
    ) -> None:
        self._console = console or Console(stderr=True)
        self._now = now
        self._ended = ended

    def say(self, text: str) -> None:
        """One line of what happens."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def counting(self, description: str, total: int | None) -> Generator[Callable[[], None]]:
        """Count things that get done; the function given is called once for each. `total` is None if not known."""
        if not self._console.is_terminal:
            with self._lines(description, total) as advance:
                yield advance
            return
        known = (MofNCompleteColumn(), TextColumn("about"), TimeRemainingColumn(compact=True), TextColumn("left"))
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), *(known if total else ()))
        with Progress(*columns, TimeElapsedColumn(), console=self._console) as progress:
            task = progress.add_task(description, total=total)
            yield lambda: progress.advance(task)
            progress.update(task, total=total or 1, completed=total or 1)

    @contextmanager
    def _lines(self, description: str, total: int | None) -> Generator[Callable[[], None]]:
        self.say(f"{description} …")
        count, done = Count(total, self._now()), threading.Event()

        def advance() -> None:
            count.done += 1

        def tell() -> None:
            while not self._ended(done):
                self.say(f"  {count.text(self._now())}")

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield advance
        finally:
            done.set()
            teller.join()


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
