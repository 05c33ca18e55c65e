"""Processes as the kernel counts them: processor time spent so far, and the most memory there ever was (Linux)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.processes import children

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = {
    "pulumi-language-python-exec": "program",
    "local_azure.language_host": "language host",
    "local_azure.provider": "provider",
    "local_azure serve": "local Azure",
    "gallery-migrate": "command line",
    "pulumi": "engine",
}
"""What a command line contains, and what that process is; the first that fits counts."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """A process at a moment."""

    pid: int
    kind: str
    processor_seconds: float
    peak_mb: float


def look(pids: Iterable[int]) -> dict[int, Process]:
    """These processes and all below them that are running, by id."""
    found: dict[int, Process] = {}
    for pid in pids:
        for each in (pid, *children(pid)):
            process = _process(each)
            if process is not None:
                found[each] = process
    return found


def busy_seconds() -> float:
    """Processor seconds that all processes of the machine have taken since it started (proc(5))."""
    fields = [int(each) for each in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    idle, waiting = fields[3], fields[4]
    return (sum(fields) - idle - waiting) / TICKS


def kind_of(command_line: str) -> str:
    """What a process is, by its command line; `other` if it is none of ours."""
    return next((name for part, name in KINDS.items() if part in command_line), "other")


def _process(pid: int) -> Process | None:
    folder = Path(f"/proc/{pid}")
    try:
        line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        # After the name in brackets, which may hold blanks: field 12 and 13 are user and system time (proc(5)).
        fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        status = (folder / "status").read_text().splitlines()
    except OSError:
        return None
    if not line:  # it has ended and nobody has asked for its status: what it was is not known any more
        return None
    peak = next((int(each.split()[1]) / 1024 for each in status if each.startswith("VmHWM:")), 0.0)
    return Process(pid, kind_of(line), (int(fields[11]) + int(fields[12])) / TICKS, peak)
