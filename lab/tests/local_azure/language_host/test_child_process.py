"""How processes end with the call that they were started for."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, cast

import pytest

from local_azure.language_host import child_process

if TYPE_CHECKING:
    from collections.abc import Callable

    import grpc


class EndedCall:
    """A call that the engine has dropped already."""

    def add_callback(self, _: Callable[[], None]) -> bool:
        return False


ENDED = cast("grpc.ServicerContext", EndedCall())


def started(program: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_a_program_is_interrupted_and_ends_by_itself() -> None:
    with started(
        "import signal, sys, threading\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(7))\n"
        "print('ready', flush=True)\n"
        "threading.Event().wait()"
    ) as process:
        child_process.interrupt_when_call_ends(process, ENDED)
        assert process.wait(timeout=60) == 7


def test_a_program_that_stays_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "GRACE_SECONDS", 0.0)
    with started(
        "import signal, threading\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "threading.Event().wait()"
    ) as process:
        child_process.interrupt_when_call_ends(process, ENDED)
        assert process.wait(timeout=60) == -signal.SIGKILL
