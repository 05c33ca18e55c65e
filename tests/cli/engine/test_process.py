"""The engine as a process, with a stand-in for `pulumi` that says where it is and what it hears."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.engine.engine_errors import EngineFailed
from managed_image_to_gallery.cli.engine.process import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the death of a parent is told on Linux only")

PULUMI = """#!{python}
import os, signal, sys
def tell(text):
    with open(os.environ["HEARD"], "a") as file: print(text, file=file)
def hear(number, frame):
    print("heard in words" * 20000)
    tell("heard"); sys.exit(1)
if "version" in sys.argv: print(os.environ.get("VERSION", "v3.999.0")); sys.exit()
if "spared" in sys.argv: print(os.environ["no_grpc_proxy"]); sys.exit()
if "echo" in sys.argv: print("out  "); print("err", file=sys.stderr); sys.exit(int(sys.argv[-1]))
signal.signal(signal.SIGINT, hear)
tell(f"up {{os.getpid()}} {{os.getsid(0)}}")
while True: signal.pause()
"""
COMMAND = """
import sys
from managed_image_to_gallery.cli.engine.process import Engine
from managed_image_to_gallery.cli.stopping import STOPS, Interrupted
with STOPS.listening():
    try: Engine().run(["up"], ".", {{}})
    except Interrupted as stopped: sys.exit(STOPS.status_of(stopped))
"""


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What the stand-in on PATH has told, line by line: waits for one more line at each call."""
    program = tmp_path / "pulumi"
    program.write_text(PULUMI.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("HEARD", str(tmp_path / "heard"))
    os.mkfifo(tmp_path / "heard")
    told = os.open(tmp_path / "heard", os.O_RDWR)

    def line() -> list[str]:
        assert select.select([told], [], [], 60)[0], "nothing was heard"
        return os.read(told, 4096).decode().split()

    return line


@contextmanager
def started() -> Generator[subprocess.Popen[str]]:
    """A command that runs the engine, in a session of its own."""
    command = [sys.executable, "-c", COMMAND.format()]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_to_the_command_alone_reaches_the_engine_once(
    heard: Callable[[], list[str]], number: int, status: int
) -> None:
    with started() as command:
        _, engine, session = heard()
        assert engine == session != str(command.pid)
        os.kill(command.pid, number)
        assert heard() == ["heard"]
        assert "the engine ends now" in command.communicate(timeout=60)[1]
    assert command.returncode == status


def test_a_ctrl_c_of_the_terminal_reaches_the_engine_once(heard: Callable[[], list[str]]) -> None:
    with started() as command:
        heard()
        os.killpg(command.pid, signal.SIGINT)
        assert heard() == ["heard"]
        command.communicate(timeout=60)
    assert command.returncode == 130


def test_an_engine_whose_command_is_killed_ends_in_order(heard: Callable[[], list[str]]) -> None:
    with started() as command:
        heard()
        command.kill()
        assert heard() == ["heard"]


def test_output_errors_and_status_are_those_of_the_automation_api(heard: Callable[[], list[str]]) -> None:
    from pulumi.automation import CommandError

    from managed_image_to_gallery.cli.engine.process import Engine

    lines: list[str] = []
    engine = Engine()
    done = engine.run(["echo", "0"], ".", {}, on_output=lines.append)
    assert (done.stdout, done.stderr, done.code, lines) == ("out", "err", 0, ["out"])
    with pytest.raises(CommandError, match="stderr: err"):
        engine.run(["echo", "3"], ".", {})


def test_the_engines_own_connections_take_no_proxy(heard: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """grpc's library sends them to http_proxy where nothing spares this machine."""
    monkeypatch.delenv("no_grpc_proxy", raising=False)
    assert Engine().run(["spared"], ".", {}).stdout.strip() == "127.0.0.1"
    monkeypatch.setenv("no_grpc_proxy", "127.0.0.1,other")
    assert Engine().run(["spared"], ".", {}).stdout.strip() == "127.0.0.1,other"


def test_an_engine_that_is_too_old_is_refused_by_name(heard: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSION", "v3.218.9")
    with pytest.raises(EngineFailed) as refused:
        Engine()
    assert "3.218.9; the oldest that this program works with is 3.219.0" in refused.value.reason
    assert refused.value.remedy.startswith("Install Pulumi")
    monkeypatch.setenv("VERSION", "v3.219.0")
    assert str(Engine().version) == "3.219.0"
