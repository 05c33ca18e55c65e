"""The process that has imported the libraries and the product, and forks a script whenever a starter asks for one.

    python -m harness.warm_programs.zygote SOCKET        ends when its standard input is closed

A connection carries a length in four bytes, with the standard streams as file descriptors, and as many bytes of
`marshal`: argv, folder and environment. Then, from the starter, single bytes: signals to pass on; its end kills the
program. Back comes the wait status, in four bytes.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import marshal
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = str(Path(__file__).parents[3])
MODULES = (
    "pulumi.runtime",
    "managed_image_to_gallery.component.stack",
    "azure.identity.aio",
    "aiohttp",
    "local_azure.language_host.server",
)
PACKAGES = ("managed_image_to_gallery.cli",)
"""Whose modules are all imported: which of them a command needs, it says only when it runs."""

SCRIPTS_VARIABLE = "WARM_PROGRAMS_SCRIPTS"
"""The scripts that can be asked for, as JSON: by the name of the file that stands for each."""

_status = [0]
"""The exit status of this process's script."""


class Request(NamedTuple):
    """What the starter asks for: `argv` begins with the file that stands for the script."""

    argv: list[str]
    folder: str
    environment: dict[str, str]


def main(path: str) -> None:
    """Serve until standard input ends."""
    atexit.register(_leave)  # before the modules register what they do at the end: the first is called last
    for name in (*MODULES, *_modules_in(PACKAGES)):
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        print("ready", flush=True)  # noqa: T201 - the one who started it waits for this line
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            connection = listening.accept()[0]
            if os.fork() == 0:
                listening.close()
                _serve(connection)
            connection.close()


def _modules_in(packages: Iterable[str]) -> Iterator[str]:
    for package in packages:
        path = importlib.import_module(package).__path__
        yield from (each.name for each in pkgutil.walk_packages(path, f"{package}."))


def _serve(connection: socket.socket) -> None:
    """In the fork of a connection: start its program, pass on signals, tell its status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    length, streams, _, _ = socket.recv_fds(connection, 4, 3)
    data = connection.recv(int.from_bytes(length, "big"), socket.MSG_WAITALL)
    request = Request(*marshal.loads(data))  # noqa: S302 - written by the same Python
    program = os.fork()
    if program == 0:
        connection.close()
        _become(request, streams)
        return
    for stream in (*streams, 0, 1, 2):
        os.close(stream)
    status = _watched(connection, program)
    connection.sendall(status.to_bytes(4, "big"))
    os._exit(0)


def _watched(connection: socket.socket, program: int) -> int:
    """The program's wait status; until then every byte is a signal for it, and the end of the stream its end."""
    ended = os.pidfd_open(program)
    while ended not in (readable := select.select([connection, ended], [], [])[0]):
        if readable:
            for number in connection.recv(16) or [signal.SIGKILL]:
                os.kill(program, number)
    return os.waitpid(program, 0)[1]


def _become(request: Request, streams: list[int]) -> None:
    """Turn this fork into the program: streams, environment, folder and arguments are the starter's."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # The one who began all this may ignore it, as `nohup … &` does; a script that is begun anew would not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request.environment)
    os.chdir(request.folder)
    _open_streams()
    script = json.loads(request.environment[SCRIPTS_VARIABLE])[Path(request.argv[0]).name]
    sys.argv = [script, *request.argv[1:]]
    sys.path[:] = [str(Path(sys.argv[0]).parent), *(entry for entry in sys.path if entry not in ("", ROOT))]
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as ended:
        _status[0] = int(ended.code or 0) if isinstance(ended.code, int | None) else 1
        raise
    except BaseException:
        _status[0] = 1
        raise
    sys.exit()


def _open_streams() -> None:
    """Standard streams as a new interpreter makes them: those of the zygote know of its own files."""
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)


def _leave() -> None:
    """End the process without taking the interpreter down, which costs more than a script: each object is freed."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_status[0])


if __name__ == "__main__":
    main(sys.argv[1])
