from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from bench.measured import CommandFailed, CommandStopped, measure
from bench.processes import kind_of

if TYPE_CHECKING:
    from pathlib import Path

BUSY = (
    "import time\nheld = bytearray(60_000_000)\nend = time.process_time() + 1.2\nwhile time.process_time() < end: pass"
)


def test_processor_time_and_memory_are_those_of_the_command(tmp_path: Path) -> None:
    done = measure([sys.executable, "-c", BUSY], tmp_path, dict(os.environ))
    assert done.seconds >= 0.4
    assert done.processor["other"] >= 0.25
    assert done.peak_mb["other"] >= 60


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="ended with 3") as failed:
        measure([sys.executable, "-c", "print('why'); raise SystemExit(3)"], tmp_path, dict(os.environ))
    assert failed.value.done.output == "why\n"


def test_a_command_is_killed_when_its_time_is_over(tmp_path: Path) -> None:
    with pytest.raises(CommandStopped, match="after 0.005 minutes"):
        measure(
            [sys.executable, "-c", "import threading; threading.Event().wait()"],
            tmp_path,
            dict(os.environ),
            minutes=0.005,
            servers=[os.getpid()],
        )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("python /x/pulumi-language-python-exec --project p", "program"),
        ("python -m local_azure.provider", "provider"),
        ("python -m local_azure serve --seed s", "local Azure"),
        ("pulumi up --yes", "engine"),
        ("sleep 1", "other"),
    ],
)
def test_processes_are_told_apart_by_their_command_line(line: str, kind: str) -> None:
    assert kind_of(line) == kind
