"""The start of `local-azure serve` as seen by whoever has started it in a process of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

START_SECONDS = 120.0
"""How long a start may take: seconds by itself, a minute and more where many processes share two cores."""


class ServerNotStarted(Exception):
    """The server ended, or did not answer in time and was ended; the text has what it wrote (`log`)."""

    def __init__(self, log: Path) -> None:
        self.log = log
        super().__init__(f"it did not start:\n{log.read_text(encoding='utf-8')}\nIts log is {log}")


def wait_until_ready(
    process: subprocess.Popen[bytes], ready_file: Path, log: Path, seconds: float = START_SECONDS
) -> None:
    """Wait until the server has written its ready file. Raises ServerNotStarted; then the process has ended."""
    deadline = time.monotonic() + seconds
    while not ready_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise ServerNotStarted(log)
        time.sleep(0.01)  # a process of its own: its ready file is the only event there is
