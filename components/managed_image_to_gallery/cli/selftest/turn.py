"""One self test at a time in a folder, the commands of one that was killed included: they end in order, after it.

The lock is on an open file that every command inherits (flock(2)), so it lasts as long as the last of them. On Windows,
which has no such lock, nothing is waited for.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

LONGEST_SECONDS = 120
"""For an engine that was interrupted and ends its update."""


@contextmanager
def turn_in(folder: Path) -> Generator[tuple[int, ...]]:
    """Within, no other self test runs in the folder. The value: what each command must inherit.

    Raises CommandFailed.
    """
    if sys.platform == "win32":
        yield ()
    else:
        with (folder / "selftest.lock").open("wb") as file:
            _take(file.fileno(), folder)
            yield (file.fileno(),)


def _take(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    with UNDERWAY.waiting_for("an earlier self test in this folder ends"):
        while not _taken(descriptor):
            if time.monotonic() >= deadline:
                remedy = "Wait for it, or name another --folder with another --resource-group."
                raise CommandFailed(f"Another self test is running in {folder}.", remedy)
            time.sleep(0.2)  # another process holds the lock: to wait in flock(2) would have no end


def _taken(descriptor: int) -> bool:
    """Whether the lock is now this process's own."""
    if sys.platform == "win32":
        return True
    else:  # noqa: RET505 - what another system lacks stands below the question for the system
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
