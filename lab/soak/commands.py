"""The commands of a step as running processes: one, two shells of one stack, or two stacks at once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from soak.interruptions import end_session, program_of, send

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

    from harness.product import Product
    from soak.azure import Provider
    from soak.histories import Interruption

STUCK_SECONDS = 150.0
"""After this long a command is interrupted as an operator would (SIGINT), and some seconds later killed."""
IMPATIENT_SECONDS = 30.0
"""The same for one that Azure would never let end."""
PATIENCE_SECONDS = 5.0

_UP = ("up", "--yes", "--skip-preview")
_DESTROY = ("destroy", "--run-program", "--yes", "--skip-preview")
_IMAGES, _VERSIONS = "**compute:Image::*", "**compute:GalleryImageVersion::*"

DOCUMENTED_DESTROY = "destroy --ignore-protect --exclude images"
"""README's: versions and definitions are deleted, source images left out."""

UPDATES: dict[str, tuple[str, ...]] = {
    "up --continue-on-error": (*_UP, "--continue-on-error"),
    "up --exclude images": (*_UP, "--exclude", _IMAGES),
    "up --ignore-protect": (*_UP, "--ignore-protect"),
    "up --refresh": (*_UP, "--refresh"),
    "up --replace versions --ignore-protect": (*_UP, "--ignore-protect", "--replace", _VERSIONS),
    "up --target images": (*_UP, "--target", _IMAGES),
    "up --target versions --target-dependents": (*_UP, "--target", _VERSIONS, "--target-dependents"),
    "up with a preview": ("up", "--yes"),
}
DESTROYS: dict[str, tuple[str, ...]] = {
    "destroy": _DESTROY,
    "destroy --continue-on-error --ignore-protect": (*_DESTROY, "--continue-on-error", "--ignore-protect"),
    "destroy --ignore-protect": (*_DESTROY, "--ignore-protect"),
    DOCUMENTED_DESTROY: (*_DESTROY, "--ignore-protect", "--exclude", _IMAGES),
    "destroy --ignore-protect --target versions": (
        *(*_DESTROY, "--ignore-protect"),
        *("--target", _VERSIONS, "--target-dependents"),
    ),
    "destroy --ignore-protect with a preview": ("destroy", "--run-program", "--yes", "--ignore-protect"),
    "destroy --ignore-protect without the program": ("destroy", "--yes", "--skip-preview", "--ignore-protect"),
    "destroy --remove --ignore-protect": (*_DESTROY, "--remove", "--ignore-protect"),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "up": _UP,
    "refresh": ("refresh", "--yes", "--skip-preview"),
    "two shells": _UP,
    "two stacks": _UP,
    "abandon": _UP,
    **UPDATES,
    **DESTROYS,
}
"""What is typed after `pulumi`; the names are those of docs/reliability.md."""


class Running:
    """A process in a session of its own; its output is read all the time."""

    def __init__(self, process: subprocess.Popen[str], event_log: Path | None = None) -> None:
        self.event_log = event_log
        self.pid = process.pid
        self._process = process
        self._started = time.monotonic()
        self.stuck_seconds = STUCK_SECONDS
        self._signalled = ""
        self.output = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def status(self) -> int:
        """The exit status."""
        return self._process.wait()

    def stop(self) -> None:
        """Kill what still runs of it, so that nothing of it meets the next history."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        end_session(self._process.pid)

    def still_runs(self) -> bool:
        """Whether it runs; one that hangs is interrupted, then killed."""
        if self._process.poll() is not None:
            end_session(self._process.pid)
            self._reader.join(PATIENCE_SECONDS)
            return False
        self._end_at_length()
        return True

    def _end_at_length(self) -> None:
        lasted = time.monotonic() - self._started
        over = lasted - self.stuck_seconds
        wanted = "SIGKILL" if over > PATIENCE_SECONDS else "SIGINT" if over > 0 else ""
        if wanted != self._signalled:
            self._signalled = wanted
            send(self._process.pid, wanted)

    def interrupt(self, interruption: Interruption, provider: Provider) -> None:
        """Send the signal to the engine, to the program it runs, or to the provider."""
        victims = {
            "engine": lambda: self._process.pid,
            "program": lambda: program_of(self._process.pid),
            "provider": provider.ensure,
        }
        send(victims[interruption.victim](), interruption.signal)

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            for line in stream:
                self.output += line
            stream.close()


def start(command: str, stacks: Sequence[Product]) -> list[Running]:
    """Start the commands of a step; with two stacks the second runs the same as the first."""
    chosen = {"two shells": [stacks[0], stacks[0]], "two stacks": stacks}.get(command, stacks[:1])
    return [_started(stack, *COMMANDS[command]) for stack in chosen]


def _started(stack: Product, *words: str) -> Running:
    log = stack.path / f"events-{time.monotonic_ns()}.jsonl"
    return Running(stack.start(*words, "--event-log", str(log)), log)
