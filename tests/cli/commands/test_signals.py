"""Signals that reach only `gallery-migrate`, as CI runners and `docker stop` send them, with the real engine."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.processes import children
from harness.product import seed
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

VERSIONS = "Microsoft.Compute/galleries/images/versions"
HELD = {"match": {"type": VERSIONS, "method": "PUT"}, "holdOperation": True}
SLOW_READ = {"match": {"type": "Microsoft.Compute/images", "method": "GET"}, "delay": 600}


@contextmanager
def started(operator: Operator, *words: str) -> Generator[subprocess.Popen[str]]:
    """A command in a session of its own, without a terminal."""
    with subprocess.Popen(
        operator.command(*words),
        env=operator.env,
        cwd=operator.path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Return when it has happened; the process must not end before."""
    tick = threading.Event()
    while not happened():
        if process.poll() is not None:
            raise AssertionError(f"it ended before: {process.communicate()[0]}")
        tick.wait(0.05)


def awaited(azure: LocalAzure) -> bool:
    """Whether the provider is waiting for the version."""
    return any(each["access"] == "poll" for each in azure.requests(type=VERSIONS))


def locks(operator: Operator) -> list[Path]:
    return [each for each in (operator.path / ".state").rglob("locks/**/*") if each.is_file()]


def is_engine(pid: int) -> bool:
    return b"pulumi" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]


def previews(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0] == b"pulumi" and b"preview" in words


def said(process: subprocess.Popen[str], text: str) -> None:
    """Read until a line with the text."""
    assert process.stdout
    for line in process.stdout:
        if text in line:
            return
    raise AssertionError(f"it ended without {text!r}")


def is_gone(pid: int) -> bool:
    return not os.path.exists(f"/proc/{pid}")  # noqa: PTH110 - a process, not a path


@pytest.mark.parametrize(("sign", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_to_the_command_alone_ends_the_engine_in_order(
    azure: LocalAzure, tmp_path: Path, sign: str, status: int
) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    azure.add_fault(HELD)
    with started(operator, "publish", "--yes", "--every", "0.1") as command:
        until(lambda: awaited(azure), command)
        engines = list(children(command.pid))
        command.send_signal(getattr(signal, sign))
        output = command.communicate(timeout=60)[0]
    assert command.returncode == status, output
    assert "the engine ends now" in output
    assert "Go on with `gallery-migrate resume`" in output
    assert "Traceback" not in output
    assert locks(operator) == []
    assert engines
    assert all(is_gone(pid) for pid in engines)
    if sign == "SIGTERM":
        azure.clear_faults()
        azure.settle()
        done = operator.run("resume", "--yes", "--every", "0.1")
        assert done.returncode == 0, done.stdout + done.stderr
        operator.up("--expect-no-changes")


def test_a_second_signal_ends_the_engine_at_once_and_the_lock_has_a_remedy(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    azure.add_fault(HELD)
    with started(operator, "publish", "--yes", "--every", "0.1") as command:
        until(lambda: awaited(azure), command)
        engine = next(pid for pid in children(command.pid) if is_engine(pid))
        os.kill(engine, signal.SIGSTOP)  # an engine that does not get round to ending
        command.send_signal(signal.SIGTERM)
        said(command, "Stopping")
        command.send_signal(signal.SIGINT)
        said(command, "Ending the engine at once")
        os.kill(engine, signal.SIGCONT)
        output = command.communicate(timeout=60)[0]
    assert command.returncode == 143, output
    assert is_gone(engine)


def test_a_killed_command_leaves_no_engine_and_no_lock(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    azure.add_fault(HELD)
    with started(operator, "publish", "--yes", "--every", "0.1") as command:
        until(lambda: awaited(azure), command)
        engines = list(children(command.pid))
        command.kill()
        command.wait()
    tick = threading.Event()
    while not all(is_gone(pid) for pid in engines):
        tick.wait(0.05)
    assert locks(operator) == []


def test_a_signal_during_the_preview_leaves_the_file_and_no_engine(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    azure.add_fault(SLOW_READ)
    with started(operator, "publish", "--yes") as command:
        until(lambda: any(previews(pid) for pid in children(command.pid)), command)
        engines = list(children(command.pid))
        command.send_signal(signal.SIGTERM)
        output = command.communicate(timeout=60)[0]
    assert command.returncode == 143, output
    assert "stopped" in output
    assert engines
    assert all(is_gone(pid) for pid in engines)
    assert (locks(operator), azure.writes()) == ([], [])
