"""A command in a pseudo-terminal of its own, as a person has it: it is read from, typed into, and gets Ctrl-C."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path

_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
CTRL_C = "\x03"


class Terminal:
    """The terminal of one running command. `screen` is everything that was written, without control sequences."""

    def __init__(self, descriptor: int, process: subprocess.Popen[bytes]) -> None:
        self._descriptor = descriptor
        self.process = process
        self.raw = ""

    @property
    def screen(self) -> str:
        return _CONTROLS.sub("", self.raw).replace("\r\n", "\n")

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Read until the text has been written."""
        deadline = time.monotonic() + seconds
        while text not in self.screen:
            assert time.monotonic() < deadline, f"{text!r} was not written:\n{self.screen}"
            assert self._read(1) or self.process.poll() is None, f"it ended without {text!r}:\n{self.screen}"

    def type(self, text: str) -> None:
        """Keys, also such as are no UTF-8: surrogates stand for their bytes."""
        os.write(self._descriptor, text.encode(errors="surrogateescape"))

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does: the command gets SIGHUP."""
        self.close()

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def end(self, seconds: float = 60) -> int:
        """Read to the end; the exit status."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it did not end:\n{self.screen}"
            self._read(0.2)
        while self._read(0):
            pass
        return self.process.wait()

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if not ready:
            return False
        try:
            written = os.read(self._descriptor, 65536)
        except OSError:  # the other end is closed
            return False
        self.raw += written.decode(errors="replace")
        return bool(written)


@contextmanager
def terminal(command: Sequence[str], env: Mapping[str, str], cwd: Path) -> Generator[Terminal]:
    """Run a command in a new session whose controlling terminal is a pseudo-terminal of 120 columns."""
    ours, theirs = os.openpty()
    size = {"COLUMNS": "120", "LINES": "40", "TERM": "xterm-256color"}
    environment = {**{name: value for name, value in env.items() if name != "NO_COLOR"}, **size}
    process = subprocess.Popen(
        [sys.executable, "-c", _TAKE_TERMINAL, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=cwd,
        start_new_session=True,
    )
    os.close(theirs)
    shown = Terminal(ours, process)
    try:
        yield shown
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        shown.close()
