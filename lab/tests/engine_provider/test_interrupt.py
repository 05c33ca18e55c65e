"""Ctrl-C while Azure is busy: the run ends, the state knows the resource, the next run goes on."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from harness.outcomes import up
from tests.engine_provider import programs
from tests.engine_provider.programs import disk_id

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from harness.local_azure import LocalAzure

PROGRAM = """
compute.Disk(
    "slow", resource_group_name="interrupted", disk_name="slow", location="westus2", disk_size_gb=8,
    creation_data=dict(create_option="Empty"),
)
"""


def wait_for_poll(azure: LocalAzure, command: subprocess.Popen[str]) -> None:
    """Return when the provider asks how the operation is getting on."""
    tick = threading.Event()
    while not any(each["access"] == "poll" for each in azure.requests()):
        assert command.poll() is None, "the engine ended before its operation did"
        tick.wait(0.05)


def test_an_interrupt_keeps_what_was_begun_in_the_state(azure: LocalAzure, tmp_path: Path) -> None:
    azure.make_group("interrupted", "westus2")
    slow = disk_id(azure, "interrupted", "slow")
    azure.add_fault({"match": {"method": "PUT", "id": slow, "times": 1}, "holdOperation": True})
    project = programs.project(tmp_path, azure, PROGRAM)
    azure.forget_requests()
    with project.start("up", "--yes", "--skip-preview") as command:
        wait_for_poll(azure, command)
        os.killpg(command.pid, signal.SIGINT)
        output, _ = command.communicate(timeout=60)
    assert command.returncode != 0
    assert "Traceback" not in output
    kept = [each for each in project.resources() if "Disk::" in str(each["urn"])]
    assert [str(each["id"]) for each in kept] == [slow]
    azure.clear_faults()
    azure.settle()
    resumed = up(project)
    assert resumed.status == 0, resumed.text
