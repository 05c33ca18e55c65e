"""The language host's process."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

Process = subprocess.Popen[str]


@pytest.fixture
def host() -> Iterator[Process]:
    """A host that has said its port, with the test in the engine's place."""
    with subprocess.Popen(
        [sys.executable, "-m", "local_azure.language_host", "127.0.0.1:1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def port_of(host: Process) -> int:
    assert host.stdout is not None
    return int(host.stdout.readline())


def test_the_first_line_is_the_port(host: Process) -> None:
    with socket.create_connection(("127.0.0.1", port_of(host)), timeout=10):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_noise(host: Process, number: signal.Signals) -> None:
    port_of(host)
    host.send_signal(number)
    assert host.communicate(timeout=30) == ("", "")
    assert host.returncode == 0


def test_it_ends_when_the_engine_is_gone(host: Process) -> None:
    port_of(host)
    assert host.stdin is not None
    host.stdin.close()
    assert host.wait(timeout=30) == 0


def test_it_starts_without_loading_the_sdk() -> None:
    """Importing the whole SDK takes more than twice as long as the host's own start."""
    program = (
        "from local_azure.language_host.lean_import import skip_package_code\n"
        "skip_package_code('pulumi', 'pulumi.runtime', 'pulumi.runtime.proto')\n"
        "import local_azure.language_host.server, sys\n"
        "print(sorted(name for name in sys.modules if name.startswith('pulumi.') and '.proto' not in name))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['pulumi.runtime']"
