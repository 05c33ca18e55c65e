"""`local-azure` as a process in the background, and a shell that uses it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.local_server.client import READY, admin, known_server

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.local_server.client import Server

_START_SECONDS = 60.0
_STOP_SECONDS = 30.0


def start_server(folder: Path, seed: Path | None, time_scale: float) -> str:
    """Start it and wait until it answers; its endpoint. Raises CommandFailed."""
    if _is_running(folder):
        raise CommandFailed(f"One runs in {folder} already.", "Stop it: gallery-migrate local stop")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ready, log = (folder / READY).resolve(), (folder / "local-azure.log").resolve()
    ready.unlink(missing_ok=True)
    command = [_program(), "serve", f"--data={folder.resolve()}", f"--ready-file={ready}", f"--time-scale={time_scale}"]
    command += [f"--seed={seed.resolve()}"] if seed else []
    log.touch(mode=0o600)
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True
        )
    deadline = time.monotonic() + _START_SECONDS
    while not ready.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise CommandFailed(f"It did not start:\n{log.read_text()}", f"Its log is {log}.", ExitStatus.AZURE)
        time.sleep(0.05)  # its ready file is the only word there is from it
    server = known_server(folder)
    return str(server.ready["arm_endpoint"]) if server else ""


def stop_server(folder: Path) -> bool:
    """Stop it and wait until it is gone; whether there was one. Its ready file goes last."""
    server = known_server(folder)
    if server is None or not _is_running(folder):
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while _is_running(folder) and time.monotonic() < deadline:
        time.sleep(0.05)  # it is no child of this process, so there is nothing to wait on
    server.ready_file.unlink(missing_ok=True)
    return True


def open_shell(server: Server) -> int:
    """A shell with the environment of `local-azure env`; its exit status."""
    command = [_program(), "env", "--format=json", f"--ready-file={server.ready_file}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    variables = cast("dict[str, str]", json.loads(told))
    return subprocess.run([os.environ.get("SHELL", "/bin/sh")], env={**os.environ, **variables}, check=False).returncode


def _is_running(folder: Path) -> bool:
    """Whether the server of the ready file answers: a number alone could be another process's by now."""
    server = known_server(folder)
    if server is None:
        return False
    try:
        admin(server, "clock")
    except CommandFailed:
        return False
    return True


def _program() -> str:
    beside = Path(sys.executable).with_name("local-azure")
    found = str(beside) if beside.exists() else shutil.which("local-azure")
    if found is None:
        raise CommandFailed("There is no `local-azure`.", "Install it: pip install 'managed-image-to-gallery[local]'")
    return found
