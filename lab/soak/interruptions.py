"""Signals at moments of a command: a fault rule delays the request of that moment, and meanwhile somebody is killed."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import Any, Literal

from soak.faults import DEFINITION, IMAGE, VERSION

Victim = Literal["engine", "program", "provider"]
VICTIMS: tuple[Victim, ...] = ("engine", "program", "provider")
SIGNALS = ["SIGKILL", "SIGTERM", "SIGINT"]
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

EVENTS: dict[str, tuple[str, str, str]] = {
    "update begins": ("resourcePreEvent", "", "-dev"),
    "migration declared": ("resourcePreEvent", "create", "::myImageDefinition-1.0.0"),
    "image adopted": ("resOutputsEvent", "import", "-source"),
    "image recorded": ("resourcePreEvent", "create", "-adopted"),
    "version recorded": ("resOutputsEvent", "create", "-version"),
    "image released": ("resOutputsEvent", "same", "-source"),
    "evidence stored": ("resourcePreEvent", "create", "-evidence"),
    "evidence recorded": ("resOutputsEvent", "create", "-evidence"),
    "evidence kept": ("resOutputsEvent", "same", "-evidence"),
    "image gone": ("resOutputsEvent", "delete", "-source"),
}
"""The moment of an engine step that makes no request: an event of the engine's log, its operation, the URN's end."""

STEPS: dict[str, list[str]] = {
    "published": [
        "update begins",
        "program reads",
        "migration declared",
        "gallery read",
        "image recorded",
        "image read for adoption",
        "image adopted",
        "definition written",
        "definition awaited",
        "version written",
        "version awaited",
        "version read back",
        "version recorded",
    ],
    "validated": [
        "update begins",
        "program reads",
        "gate reads",
        "image released",
        "evidence stored",
        "evidence recorded",
    ],
    "retired": [
        "update begins",
        "program reads",
        "gate reads",
        "evidence kept",
        "image deleted",
        "image deletion awaited",
        "image gone",
    ],
}
"""The moments that the update into a stage passes, in order."""


def happened(event_log: Path, moment: str) -> bool:
    """Whether the engine's event log (JSON lines, the last perhaps half written) has the event of a moment."""
    kind, operation, end = EVENTS[moment]
    lines = event_log.read_text(encoding="utf-8").splitlines() if event_log.exists() else []
    candidates = [line for line in lines if f'"{kind}"' in line and f'"op":"{operation}' in line]
    return any(f'{end}"' in line for line in candidates)


def program_of(engine: int) -> int | None:
    """The process that runs the Pulumi program of an engine: by its folder, since the language host is no child."""
    with contextlib.suppress(OSError):
        folder = Path(f"/proc/{engine}/cwd").readlink()
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (process / "cmdline").read_bytes()
                if b"pulumi-language-python-exec" in command and (process / "cwd").readlink() == folder:
                    return int(process.name)
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
