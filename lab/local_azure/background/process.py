"""`local-azure serve` as a process in the background, and a shell that uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from local_azure.background.client import READY, BackgroundError, admin, known_server
from local_azure.environment import shell_environment
from local_azure.starting import ServerNotStarted, wait_until_ready

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from local_azure.background.client import Server

_STOP_SECONDS = 30.0


def start_server(folder: Path, seed: Path | None, time_scale: float, subscriptions: Sequence[str] = ()) -> str:
    """Start a server that keeps its state in the folder; its endpoint once it answers. Raises BackgroundError."""
    if is_running(folder):
        raise BackgroundError(f"one runs in {folder} already. Stop it: local-azure stop --dir {folder}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready, log = (folder / READY).resolve(), (folder / "local-azure.log").resolve()
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "local_azure", "serve", f"--data={folder.resolve()}"]
    command += [f"--ready-file={ready}", f"--time-scale={time_scale}"]
    command += [f"--seed={seed.resolve()}"] if seed else []
    command += [f"--subscription={one}" for one in subscriptions]
    log.touch(mode=0o600)
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_until_ready(process, ready, log)
    except ServerNotStarted as failed:
        raise BackgroundError(str(failed)) from None
    server = known_server(folder)
    return str(server.ready["arm_endpoint"]) if server else ""


def stop_server(folder: Path) -> bool:
    """Stop the folder's server and wait until it is gone; whether there was one. Its ready file goes last."""
    server = known_server(folder)
    if server is None or not is_running(folder):
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while is_running(folder):
        if time.monotonic() > deadline:
            raise BackgroundError(f"process {server.pid} does not end. Its log is in {folder}; end it with `kill -9`")
        time.sleep(0.05)  # it is no child of this process, so there is nothing to wait on
    server.ready_file.unlink(missing_ok=True)
    return True


def open_shell(server: Server) -> int:
    """A shell with the environment of `local-azure env`; its exit status. Its prompt is as before: a line tells it."""
    variables = shell_environment(server.ready_file)
    endpoint = variables["AZURE_AUTHORITY_HOST"]
    sys.stderr.write(f"In this shell Azure is local Azure at {endpoint}; `exit` leaves it.\n")
    return subprocess.run([os.environ.get("SHELL", "/bin/sh")], env={**os.environ, **variables}, check=False).returncode


def is_running(folder: Path) -> bool:
    """Whether the server of the ready file answers: a process id alone could be another process's by now."""
    server = known_server(folder)
    if server is None:
        return False
    try:
        admin(server, "clock")
    except BackgroundError:
        return False
    return True
