"""A server that does not start is ended, and says why."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from local_azure.starting import ServerNotStarted, wait_until_ready

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("program", "seconds"),
    [("print('no port is free', flush=True); raise SystemExit(1)", 60.0), ("input()", 0.0)],
    ids=["it ends", "it never answers"],
)
def test_a_server_that_does_not_start(tmp_path: Path, program: str, seconds: float) -> None:
    log = tmp_path / "log"
    with log.open("w") as stream:
        process = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=stream)
    with process, pytest.raises(ServerNotStarted, match="no port is free" if seconds else "it did not start"):
        wait_until_ready(process, tmp_path / "ready.json", log, seconds)
    assert process.returncode
