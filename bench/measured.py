"""A command as a measurement: wall time, processor time, and the most memory that each kind of its processes had."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from soak.interruptions import children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KINDS = {
    "pulumi-language-python-exec": "program",
    "local_azure.language_host": "language host",
    "gallery-migrate": "command line",
    "pulumi": "engine",
}
"""What a command line contains, and what that process is; the first that fits counts."""
LOOK_EVERY = 0.05


@dataclass
class Measurement:
    """Seconds of wall and processor time; `peak_mb`: most resident memory in MB by kind of process."""

    command: list[str]
    status: int
    seconds: float
    processor_seconds: float
    peak_mb: dict[str, float] = field(default_factory=dict[str, float])
    output: str = ""


class CommandFailed(Exception):
    """A measured command did not succeed, so its time says nothing."""

    def __init__(self, done: Measurement) -> None:
        super().__init__(f"{' '.join(done.command)} ended with {done.status}:\n{done.output[-4000:]}")
        self.done = done


def measure(command: Sequence[str], folder: Path, env: dict[str, str], statuses: Sequence[int] = (0,)) -> Measurement:
    """Run a command and look at its processes meanwhile (Linux).

    Raises:
        CommandFailed: its exit status is none of `statuses`.
    """
    before, started = _children_seconds(), time.monotonic()
    with (folder / "output.txt").open("w+") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        peaks = _watch(process)
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read()
    processor = _children_seconds() - before
    done = Measurement(list(command), process.returncode, seconds, processor, peaks, text)
    if done.status not in statuses:
        raise CommandFailed(done)
    return done


def _watch(process: subprocess.Popen[bytes]) -> dict[str, float]:
    """Peaks by kind until the process ends. The kernel keeps each process's own peak, so a slow look misses little."""
    peaks: dict[int, tuple[str, float]] = {}
    ended = threading.Event()
    threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
    while not ended.wait(LOOK_EVERY):
        for pid in (process.pid, *children(process.pid)):
            for kind, megabytes in _kind_and_peak(pid):
                peaks[pid] = (kind, megabytes)
    most: dict[str, float] = {}
    for kind, megabytes in peaks.values():
        most[kind] = max(most.get(kind, 0.0), megabytes)
    return most


def _kind_and_peak(pid: int) -> Iterator[tuple[str, float]]:
    with contextlib.suppress(OSError):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        for field_line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if field_line.startswith("VmHWM:"):
                kind = next((name for part, name in KINDS.items() if part in line), "other")
                yield kind, int(field_line.split()[1]) / 1024


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def machine() -> dict[str, str]:
    """The data of this machine that timings depend on."""
    processor = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "unknown",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processor": processor, "cores": str(len(os.sched_getaffinity(0))), "memory": f"{memory:.0f} GiB"}
