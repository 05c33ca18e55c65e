"""What is drawn on the screen again and again, and the pause that a question needs.

While a display runs it takes what is written to the terminal and keeps back a line that has no end yet: a question
asked then is waited for and never seen. So a display is known here while it runs, and `at_rest` stops it for as long as
somebody is asked.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator


class Drawing(Protocol):
    """What draws on the screen until it is stopped, and again once it is started."""

    def start(self) -> None:
        """Draw."""
        ...

    def stop(self) -> None:
        """Leave what is drawn and draw no more."""
        ...


_running: list[Drawing] = []


@contextmanager
def drawn(drawing: Drawing) -> Generator[None]:
    """While it runs it is known here."""
    _running.append(drawing)
    try:
        yield
    finally:
        _running.remove(drawing)


@contextmanager
def at_rest() -> Generator[None]:
    """Nothing is drawn while somebody is asked."""
    stopped = list(_running)
    for drawing in stopped:
        drawing.stop()
    yield
    for drawing in stopped:
        drawing.start()
