"""The commands of a step as running processes: one, two shells of one stack, or two stacks at once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from soak.interruptions import end_session, program_of, send

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soak.azure import Provider
    from soak.histories import Command, Interruption
    from tests.acceptance.product import Product

STUCK_SECONDS = 40.0
"""After this long a command is interrupted as an operator would (SIGINT), and some seconds later killed."""
PATIENCE_SECONDS = 5.0


class Running:
    """A `pulumi` process in a session of its own; its output is read all the time."""

    def __init__(self, product: Product, *arguments: str) -> None:
        self.event_log = product.path / f"events-{time.monotonic_ns()}.jsonl"
        self._process = product.start(*arguments, "--event-log", str(self.event_log))
        self._started = time.monotonic()
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
        lasted = time.monotonic() - self._started
        wanted = "SIGKILL" if lasted > STUCK_SECONDS + PATIENCE_SECONDS else "SIGINT" if lasted > STUCK_SECONDS else ""
        if wanted != self._signalled:
            self._signalled = wanted
            send(self._process.pid, wanted)
        return True

    def interrupt(self, interruption: Interruption, provider: Provider) -> None:
        """Send the signal to the engine, to the program it runs, or to the provider."""
        victims = {
            "engine": lambda: self._process.pid,
            "program": lambda: program_of(self._process.pid),
            "provider": provider.ensure,
        }
        send(victims[interruption.victim](), interruption.signal)

    def _read(self) -> None:
        if self._process.stdout is not None:
            self.output = self._process.stdout.read()
            self._process.stdout.close()


def start(command: Command, stacks: Sequence[Product]) -> list[Running]:
    """Start the commands of a step; with two stacks the second runs the same as the first."""
    words = ["refresh" if command == "refresh" else "up", "--yes", "--skip-preview"]
    chosen = {"two shells": [stacks[0], stacks[0]], "two stacks": stacks}.get(command, stacks[:1])
    return [Running(stack, *words) for stack in chosen]
