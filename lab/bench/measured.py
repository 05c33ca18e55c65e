"""A command as a measurement: wall time, and processor time and most memory of each kind of its processes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.processes import Process, look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

LOOK_EVERY = 0.5
"""Seconds. A look at a command and all below it takes 7 ms of processor time, which a busy machine lacks elsewhere."""


@dataclass
class Measurement:
    """Seconds of wall time; seconds of processor time and most resident memory in MB by kind of process."""

    command: list[str]
    status: int
    seconds: float
    processor: dict[str, float] = field(default_factory=dict[str, float])
    peak_mb: dict[str, float] = field(default_factory=dict[str, float])
    output: str = ""


class CommandFailed(Exception):
    """A measured command did not succeed, so its time says nothing."""

    def __init__(self, done: Measurement) -> None:
        super().__init__(f"{' '.join(done.command)} ended with {done.status}:\n{done.output[-4000:]}")
        self.done = done


class CommandStopped(Exception):
    """A measured command was not done in the time it may take."""

    def __init__(self, command: Sequence[str], minutes: float) -> None:
        super().__init__(f"{' '.join(command)} was stopped after {minutes:g} minutes")
        self.minutes = minutes


def measure(
    command: Sequence[str],
    folder: Path,
    env: Mapping[str, str],
    *,
    statuses: Sequence[int] = (0,),
    minutes: float = 15.0,
    servers: Sequence[int] = (),
) -> Measurement:
    """Run a command and look at its processes meanwhile (Linux).

    `servers` are process ids that work for it, with those below them: their processor time counts, by kind.

    Raises:
        CommandFailed: its exit status is none of `statuses`.
        CommandStopped: it took longer than `minutes`, and was killed.
    """
    before, started = look(servers), time.monotonic()
    with (folder / "output.txt").open("w+") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        seen = _watch(process, started + 60 * minutes)
        seconds = time.monotonic() - started
        output.seek(0)
        text = output.read()
    if seen is None:
        raise CommandStopped(command, minutes)
    done = Measurement(list(command), process.returncode, seconds, output=text)
    _count(done, seen.values(), {})
    _count(done, look(servers).values(), before)
    if done.status not in statuses:
        raise CommandFailed(done)
    return done


def _count(done: Measurement, processes: Iterable[Process], before: Mapping[int, Process]) -> None:
    for each in processes:
        spent = each.processor_seconds - (before[each.pid].processor_seconds if each.pid in before else 0.0)
        done.processor[each.kind] = done.processor.get(each.kind, 0.0) + spent
        done.peak_mb[each.kind] = max(done.peak_mb.get(each.kind, 0.0), each.peak_mb)


def _watch(process: subprocess.Popen[bytes], deadline: float) -> dict[int, Process] | None:
    """Every process of the command as it was last seen; None if it was stopped at the deadline.

    The kernel keeps what a process has spent and its peak, so that looking seldom misses little.
    """
    seen: dict[int, Process] = {}
    ended = threading.Event()
    threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
    while not ended.wait(LOOK_EVERY):
        seen.update(look([process.pid]))
        if time.monotonic() > deadline:
            _kill(look([process.pid]))
            ended.wait()
            return None
    return seen


def _kill(processes: Iterable[int]) -> None:
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
