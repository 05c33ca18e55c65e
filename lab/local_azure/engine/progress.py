"""Telling the person at the screen how far it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_PLAIN_STEPS = 4


class ProgressReporter:
    """Progress bars on a terminal, a few plain lines elsewhere (logs of CI)."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)

    def say(self, text: str) -> None:
        """One line of what happens."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def counting(self, description: str, total: int | None) -> Generator[Callable[[], None]]:
        """Count things that get done; the function given is called once for each. `total` is None if not known."""
        if self._console.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=self._console) as progress:
                task = progress.add_task(description, total=total)
                yield lambda: progress.advance(task)
                progress.update(task, total=total or 1, completed=total or 1)
        else:
            self.say(f"{description} …")
            yield self._plain_counter(total)

    def _plain_counter(self, total: int | None) -> Callable[[], None]:
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            if total and done * _PLAIN_STEPS // total > (done - 1) * _PLAIN_STEPS // total:
                self.say(f"  {done} of {total}")

        return advance
