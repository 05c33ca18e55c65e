"""Signals at moments of a command: a fault rule delays the request of that moment, and meanwhile somebody is killed."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from soak.faults import DEFINITION, IMAGE, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

Victim = Literal["engine", "program", "provider"]
SIGNALS = ["SIGKILL", "SIGKILL", "SIGTERM", "SIGINT"]
DELAY = 0.7
"""Seconds that the request of the moment waits, after which it takes effect whoever is still there."""

MOMENTS: dict[str, dict[str, Any]] = {
    "program reads": {"times": 1},
    "gallery read": {"type": DEFINITION, "method": "GET", "times": 1},
    "image read for adoption": {"type": IMAGE, "method": "GET", "after": 1, "times": 1},
    "definition written": {"type": DEFINITION, "method": "PUT", "times": 1},
    "definition awaited": {"type": DEFINITION, "access": "poll", "times": 1},
    "version written": {"type": VERSION, "method": "PUT", "times": 1},
    "version awaited": {"type": VERSION, "access": "poll", "times": 1},
    "version read back": {"type": VERSION, "method": "GET", "after": 1, "times": 1},
    "gate reads": {"type": "Microsoft.Authorization/locks", "times": 1},
    "image deleted": {"type": IMAGE, "method": "DELETE", "times": 1},
    "image deletion awaited": {"type": IMAGE, "access": "poll", "times": 1},
}
"""The moment of an engine step, as the request that belongs to it; the names are those of docs/reliability.md."""


STEPS: dict[str, list[str]] = {
    "published": [
        "program reads",
        "gallery read",
        "image read for adoption",
        "definition written",
        "definition awaited",
        "version written",
        "version awaited",
        "version read back",
    ],
    "validated": ["program reads", "gate reads"],
    "retired": ["program reads", "gate reads", "image deleted", "image deletion awaited"],
}
"""The moments that the update into a stage passes, in order."""


def children(pid: int) -> Iterator[int]:
    """Every process below one, nearest first (Linux)."""
    try:
        direct = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        for task in Path(f"/proc/{pid}/task").iterdir():
            direct += [int(child) for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in dict.fromkeys(direct):
        yield child
        yield from children(child)


def program_of(engine: int) -> int | None:
    """The process that runs the Pulumi program of an engine."""
    for pid in children(engine):
        with contextlib.suppress(OSError):
            if b"pulumi-language-python-exec" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
    return None


def send(pid: int | None, name: str) -> None:
    """Send a signal to a process that may have ended."""
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, getattr(signal, name))


def end_session(leader: int) -> None:
    """Kill what a killed command left behind: its session is its own, and so are its children's groups."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
