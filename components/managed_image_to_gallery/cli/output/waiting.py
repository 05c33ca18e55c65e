"""What a command waits for, told while it waits: a line that moves in a terminal, one line after two seconds elsewhere.

A screen that says nothing for ten seconds looks like a program that hangs. What is waited for is known at the edges
(`azure.underway`: requests to Azure, processes of the engine); here it is told, on standard error, whatever command it
is. The line disappears before anything else is written, and nothing is told while somebody is asked: a question comes
first. The same clock draws progress displays again, whose own lines say what is waited for.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.azure.underway import UNDERWAY, Underway
from managed_image_to_gallery.cli.output.fitting import between_words
from managed_image_to_gallery.cli.stopping import STOPS, for_standard_error, write_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

TICK_SECONDS = 0.2
IN_TERMINAL_SECONDS = 0.5
"""A line that comes and goes at once would only flicker."""
ELSEWHERE_SECONDS = 2.0
BETWEEN_SECONDS = 1.0
"""Between two waits, as two reads of Azure, the line stays for so long."""

_ERASE = "\r\x1b[2K"
_WIDTH = 80
"""Of a terminal that does not say how wide it is, as a pseudo-terminal without a window."""
_FRAMES = "|/-\\"


class Drawing(Protocol):
    """What draws on the screen until it is stopped, and again once it is started."""

    def start(self) -> None:
        """Draw."""
        ...

    def stop(self) -> None:
        """Leave what is drawn and draw no more."""
        ...

    def refresh(self) -> None:
        """Draw again: time has passed, and the window may have another size."""
        ...


class Waiting:
    """Tells what is waited for. write: to the terminal or the log. terminal: its width; None where there is none."""

    def __init__(
        self,
        underway: Underway,
        now: Callable[[], float] = time.monotonic,
        write: Callable[[str], None] = lambda text: _write(text),
        terminal: Callable[[], int | None] = lambda: _terminal(),
    ) -> None:
        self.drawings: list[Drawing] = []
        self._underway = underway
        self._now = now
        self._write = write
        self._terminal = terminal
        self._lock = threading.RLock()
        self._is_silent = False
        self._questions = 0
        self._visible = False
        self._starting = ""
        self._quiet_since = now()
        self._what, self._since, self._last_seen = "", now(), now()
        self._announced: set[str] = set()
        self._line = ""
        self._ticks = 0

    @contextmanager
    def telling(self, starting: str = "") -> Generator[None]:
        """Tell it, in a thread of its own, until the end; a signal's message takes the line away too.

        starting: what a terminal is told until the first wait begins or something is written: Python reads a command's
        libraries for a second, and for longer on a busy machine.
        """
        self._starting = "" if self._terminal() is None else starting
        ended = threading.Event()
        thread = threading.Thread(target=self._tick_until, args=(ended,), daemon=True, name="waiting")
        thread.start()
        try:
            with STOPS.saying(self._aside):
                yield
        finally:
            ended.set()
            thread.join()
            self.step_aside()

    def silence(self) -> None:
        """Tell nothing any more; what is drawn is drawn all the same."""
        self.step_aside()
        self._is_silent = True

    @contextmanager
    def asking(self) -> Generator[None]:
        """Tell and draw nothing while somebody is asked."""
        with self._lock:
            self._questions += 1
            self.step_aside()
        try:
            yield
        finally:
            self._questions -= 1
            self._quiet_since = self._now()

    def step_aside(self) -> None:
        """Something else is about to be written: take the line away."""
        with self._lock:
            self._starting = ""
            if self._visible:
                self._write(self._erasing())
                self._visible = False
            self._quiet_since = self._now()

    def sentence(self) -> str:
        """What is waited for, how far it is, and for how long already; empty while nothing is."""
        waits, now = self._underway.open, self._now()
        if waits:
            self._starting = ""
        what = waits[0].what if waits else self._starting
        if not what:
            return ""
        if what != self._what or now - self._last_seen > BETWEEN_SECONDS:
            self._what, self._since = what, now
        self._last_seen = now
        so_far = next((text for wait in reversed(waits) if (text := one_line(wait.so_far()))), "")
        return f"{self._what}{f': {so_far}' if so_far else ''}, {now - self._since:.0f} s"

    def tick(self) -> None:
        """Time has passed: draw what is drawn again, or tell what is waited for."""
        if self._questions:
            return
        for drawing in list(self.drawings):
            drawing.refresh()
        with self._lock:
            if not (self.drawings or self._is_silent or self._questions):
                self._tell(self.sentence())

    def _tell(self, sentence: str) -> None:
        quiet, width = self._now() - self._quiet_since, self._terminal()
        if not sentence:
            if self._visible and self._now() - self._last_seen > BETWEEN_SECONDS:
                self.step_aside()
        elif width is None:
            if quiet >= ELSEWHERE_SECONDS and self._what not in self._announced:
                self._announced.add(self._what)
                self._write(f"{self._what} …\n")
        elif self._visible or quiet >= IN_TERMINAL_SECONDS:
            self._ticks += 1
            line = f"{_FRAMES[self._ticks % len(_FRAMES)]} {sentence}"
            erasing, self._line = self._erasing(), line if len(line) < width else f"{line[: width - 2]}…"
            self._write(f"{erasing}{self._line}")
            self._visible = True

    def _erasing(self) -> str:
        """What takes the line away; a window that was made narrower since has broken it into several."""
        width = self._terminal() or len(self._line)
        broken = (len(self._line) - 1) // width if self._visible and self._line else 0
        return _ERASE + f"\x1b[1A{_ERASE}" * broken

    def _tick_until(self, ended: threading.Event) -> None:
        while not ended.wait(TICK_SECONDS):
            self.tick()

    def _aside(self, text: str) -> None:
        self.step_aside()
        write_aside(between_words(text, self._terminal() or len(text)))


def _terminal() -> int | None:
    """The width of the terminal behind standard error; None where nothing can be taken away again."""
    try:
        columns = os.get_terminal_size(2).columns
    except OSError:
        return None
    return None if os.environ.get("TERM") == "dumb" else columns or _WIDTH


def _write(text: str) -> None:
    """Past the buffers of standard error, which another thread may be writing to."""
    with contextlib.suppress(OSError):
        os.write(2, for_standard_error(text))


WAITING = Waiting(UNDERWAY)
"""What this process tells of its waits."""
