"""Operators' `gallery-migrate` commands as running processes, with or without a terminal, and signals to them alone."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Any

from soak.commands import PATIENCE_SECONDS, Running
from soak.interruptions import MOMENTS, end_session, send
from soak.moments import ASKED
from soak.places import NAMES, Places, image_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soak.histories import Operator
    from soak.stack import SoakStack

QUESTION = re.compile(r"cannot be undone|\[y/N\]|to go on", re.IGNORECASE)
"""What stands on the terminal when a person is asked."""
LEFT_ALONE_SECONDS = 3.0
"""How many seconds what a killed command left running goes on under the oracle's eyes, before it is ended."""


def words(operator: Operator, stack: SoakStack) -> list[str]:
    """The command line."""
    line = [f"{stack.virtualenv}/bin/gallery-migrate", operator.command]
    line += [Places(stack.group, NAMES[number]).migration for number in operator.names]
    line += ["--stack", stack.stack, "--every", "0.2", *([] if operator.asked else ["--yes"])]
    for number, spelling in operator.expects:
        image = Places(stack.group, NAMES[number], stack.layout).image
        line += ["--expect-delete", image if spelling == "id" else image_of(NAMES[number], stack.layout)[1]]
    return [*line, *(["--unlock"] if operator.command == "resume" else [])]


class RunningOperator(Running):
    """An operator's command; what it leaves behind when it is killed is watched for a while and then ended.

    `has_begun`: whether the stack was locked for an update meanwhile.
    """

    def __init__(self, operator: Operator, stack: SoakStack) -> None:
        self.operator, self.stack = operator, stack
        self.has_begun = False
        self._file = stack.path / f"Pulumi.{stack.stack}.yaml"
        self._before = self._file.read_bytes()
        self._terminal: int | None = None
        self._hung_up = threading.Event()
        self._declined = False
        self._ended = 0.0
        super().__init__(self._begun(words(operator, stack)))

    def is_at(self, moment: str, log: Sequence[dict[str, Any]]) -> bool:
        """Whether the command has come to the moment."""
        if moment in MOMENTS:
            return any(entry["rule"] == "moment" for entry in log)
        if moment == "file written":
            return self._file.read_bytes() != self._before
        return moment == ASKED and QUESTION.search(self.output) is not None

    def signal(self) -> None:
        """Send the operator's signal; a hangup also takes the terminal away."""
        send(self.pid, self.operator.signal or "")
        if self.operator.signal == "SIGHUP":
            self._hung_up.set()

    def still_runs(self) -> bool:
        """Whether it, or what it left behind, runs; a question that nobody answers is ended by the terminal's end."""
        self.has_begun = self.has_begun or self.stack.is_locked()
        if self._process.poll() is None:
            self._end_at_length()
            if not self.operator.signal and not self._declined and self.is_at(ASKED, []):
                self._decline()
            return True
        self._ended = self._ended or time.monotonic()
        if _lives(self.pid) and time.monotonic() - self._ended < LEFT_ALONE_SECONDS:
            return True
        end_session(self.pid)
        self._hang_up()
        return False

    def stop(self) -> None:
        """Kill what still runs of it, and take its terminal away."""
        super().stop()
        self._hang_up()

    def _begun(self, line: list[str]) -> subprocess.Popen[str]:
        if not self.operator.asked:
            return _process(line, self.stack, subprocess.DEVNULL, subprocess.PIPE)
        self._terminal, inside = pty.openpty()
        process = _process(line, self.stack, inside, inside)
        os.close(inside)
        return process

    def _read(self) -> None:
        if self._terminal is None:
            super()._read()
            return
        with contextlib.suppress(OSError):  # EIO is the end of what a terminal has to say
            while not self._hung_up.is_set():
                if select.select([self._terminal], [], [], 0.1)[0]:
                    self.output += os.read(self._terminal, 4096).decode(errors="replace")
        os.close(self._terminal)

    def _decline(self) -> None:
        """Answer the question with the end of the input, as Ctrl-D does."""
        self._declined = True
        if self._terminal is not None:
            os.write(self._terminal, b"\x04")

    def _hang_up(self) -> None:
        """Take the terminal away, and wait for what was said on it."""
        self._hung_up.set()
        self._reader.join(PATIENCE_SECONDS)


def _process(line: list[str], stack: SoakStack, stdin: int, stdout: int) -> subprocess.Popen[str]:
    environment = {**stack.env, "COLUMNS": "200"}
    return subprocess.Popen(
        line,
        cwd=stack.path,
        env=environment,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout == subprocess.PIPE else stdout,
        text=True,
        start_new_session=True,
    )


def _lives(leader: int) -> bool:
    """Whether anything of a session's own process group still runs."""
    try:
        os.killpg(leader, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
