"""INT, TERM and HUP, whoever they were sent to: what the engine gets of them, and how a command ends because of them.

A signal ends a command at once while nothing runs that must be ended in order: it is raised as `Interrupted`. While an
engine runs it goes to the engine instead, as the SIGINT that the engine knows: the first lets it end its update and
give its lock back, the second ends it at once. The engine is in a session of its own (`engine.process`), so that it
gets a terminal's Ctrl-C once and from here, like any signal that reaches only this process.

Signals belong to the whole process, so there is one `STOPS`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from subprocess import Popen
    from types import FrameType

STOPPING = (
    "Stopping: the engine ends now and waits for nothing more. What Azure has begun goes on there; "
    "`gallery-migrate resume` continues from it. A second Ctrl-C ends the engine at once."
)
STOPPING_A_READ = "Stopping: the engine ends now; it was only reading. A second Ctrl-C ends it at once."
ENDING = (
    "Ending the engine at once. Its lock may be left behind: `gallery-migrate resume --unlock` removes it and goes on."
)

ONE_SIGNAL_SECONDS = 0.5
"""The same signal again within this time counts once: `timeout` and wrappers send theirs twice."""


class Interrupted(KeyboardInterrupt):
    """A signal (`number`) ended what was going on; `message` is what a person should know of it, and may be empty."""

    def __init__(self, number: int = signal.SIGINT, message: str = "") -> None:
        self.number = number
        self.message = message
        super().__init__(message)


@dataclass
class _Running:
    """An engine, and how many signals it was sent already."""

    process: Popen[bytes]
    stopping: str
    sent: int = 0


class Stops:
    """The signals that came so far, and the engines that they are forwarded to."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.first: int | None = None
        self._now = now
        self._last = (0, float("-inf"))
        self._signals = 0
        self._scopes = 0
        self._running: list[_Running] = []
        self._say: Callable[[str], None] = write_aside
        self._lock = threading.RLock()
        self._terminals: list[int] = []

    @property
    def heard(self) -> bool:
        """Whether a signal has come since the outermost `held` began, or since the beginning outside of any."""
        return self._signals > 0

    @contextmanager
    def listening(self) -> Generator[None]:
        """Take the signals of the process, in its main thread (elsewhere signals cannot be taken).

        `nohup` stays what it is; INT and TERM count also where a shell that started a background job ignored them.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        self.first, self._signals = None, 0
        self._terminals = [each for each in (0, 1, 2) if os.isatty(each)]
        before = {number: signal.signal(number, self._take) for number in _signals()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    @contextmanager
    def held(self, *, raise_at_end: bool = True) -> Generator[None]:
        """Within, a signal waits for the end instead of raising; at the outermost end it is raised.

        raise_at_end: False leaves what was heard to the caller, who reads `heard` within.
        """
        with self._lock:
            self._signals = 0 if self._scopes == 0 else self._signals
            self._scopes += 1
        try:
            yield
        finally:
            with self._lock:
                self._scopes -= 1
        if raise_at_end and self._scopes == 0 and self._signals:
            raise self._interrupted()

    @contextmanager
    def forwarding_to(self, process: Popen[bytes], stopping: str = STOPPING) -> Generator[None]:
        """While this engine runs it is sent every signal, also one that came before it had begun.

        stopping: what the first signal means for what it is doing.
        """
        running = _Running(process, stopping)
        with self._lock:
            self._running.append(running)
            self._forward(running)
        try:
            yield
        finally:
            with self._lock:
                self._running.remove(running)

    @contextmanager
    def saying(self, say: Callable[[str], None]) -> Generator[None]:
        """Have messages written by `say` instead of to standard error. It is called in the midst of anything."""
        before, self._say = self._say, say
        try:
            yield
        finally:
            self._say = before

    def status_of(self, interrupted: KeyboardInterrupt) -> int:
        """The exit status of a command that was ended so: 128 + the signal, as shells have it."""
        return 128 + (interrupted.number if isinstance(interrupted, Interrupted) else self.first or signal.SIGINT)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        (last, before), now = self._last, self._now()
        self._last = (number, now)
        if number == last and now - before < ONE_SIGNAL_SECONDS:
            return
        self.first = self.first or number
        self._signals += 1
        if number == getattr(signal, "SIGHUP", None):
            self._leave_terminal()
        if not self._scopes or (self._signals > 1 and not self._running):
            raise self._interrupted()
        with self._lock:
            for running in self._running:
                self._forward(running)
        if self._running:
            self._say(self._running[-1].stopping if self._signals == 1 else ENDING)

    def _leave_terminal(self) -> None:
        """A terminal that was closed answers every write with an error, which would end the command half way."""
        for descriptor in self._terminals:
            if not os.isatty(descriptor):
                nowhere = os.open(os.devnull, os.O_RDWR)
                os.dup2(nowhere, descriptor)
                os.close(nowhere)

    def _forward(self, running: _Running) -> None:
        while running.sent < min(self._signals, 2):
            running.sent += 1
            with contextlib.suppress(ProcessLookupError):
                _interrupt(running.process)

    def _interrupted(self) -> Interrupted:
        return Interrupted(self.first or signal.SIGINT)


def _signals() -> list[signal.Signals]:
    """Those that this system has. A HUP that is ignored (`nohup`) stays ignored."""
    named = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    found = [each for each in named if each is not None]
    return [each for each in found if each.name != "SIGHUP" or signal.getsignal(each) is not signal.SIG_IGN]


def _interrupt(process: Popen[bytes]) -> None:
    """SIGINT. On Windows a console's Ctrl-C reaches every process of the console by itself."""
    if os.name == "posix":
        process.send_signal(signal.SIGINT)


def write_aside(text: str) -> None:
    """Write a message to standard error past every buffer: a signal may come while one of them is being written to."""
    with contextlib.suppress(OSError):
        os.write(2, for_standard_error(f"\n{text}\n"))


def for_standard_error(text: str) -> bytes:
    """The text in the encoding of standard error, with a replacement for what that lacks."""
    return text.encode(getattr(sys.stderr, "encoding", None) or "utf-8", "replace")


STOPS = Stops()
"""The signals of this process."""
