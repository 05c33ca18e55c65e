"""Processes that live no longer than the call they were started for, and whose output is passed on."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import grpc

GRACE_SECONDS = 5.0
"""How long a program may take to end after SIGINT."""

_CHUNK_BYTES = 16 * 1024


class Output(NamedTuple):
    """A piece of what a process wrote; `stream` is `stdout` or `stderr`."""

    stream: str
    data: bytes


def end_when_call_ends(process: subprocess.Popen[bytes], context: grpc.ServicerContext) -> None:
    """Kill `process` when the engine drops the call (the engine's context is cancelled) and it is still running."""

    def end() -> None:
        if process.poll() is None:
            process.kill()

    if not context.add_callback(end):
        end()


def interrupt_when_call_ends(process: subprocess.Popen[bytes], context: grpc.ServicerContext) -> None:
    """As `end_when_call_ends`, as the official host ends a program: SIGINT, and a kill when it is there 5 s later."""

    def end() -> None:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            # Not a daemon: this host stays until the program has gone.
            threading.Thread(target=_kill_after_grace, args=(process,)).start()

    if not context.add_callback(end):
        end()


def _kill_after_grace(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def read_output(process: subprocess.Popen[bytes]) -> Iterator[Output]:
    """What `process` writes to its two pipes, as it comes, until both are closed."""
    pieces: queue.SimpleQueue[Output] = queue.SimpleQueue()
    readers = [
        threading.Thread(target=_forward, args=(stream, name, pieces), daemon=True)
        for name, stream in (("stdout", process.stdout), ("stderr", process.stderr))
        if stream is not None
    ]
    for reader in readers:
        reader.start()
    still_open = len(readers)
    while still_open:
        piece = pieces.get()
        if piece.data:
            yield piece
        else:
            still_open -= 1


def _forward(stream: IO[bytes], name: str, pieces: queue.SimpleQueue[Output]) -> None:
    """Put each piece into the queue, and an empty one at the end."""
    while True:
        data = os.read(stream.fileno(), _CHUNK_BYTES)
        pieces.put(Output(name, data))
        if not data:
            return
