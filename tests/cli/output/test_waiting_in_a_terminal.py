"""What a person and a pipe get while Azure takes its time: `gallery-migrate` itself, in a terminal and without one."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import running_local_azure, without_proxies
from harness.terminal import CTRL_C, terminal
from tests.screens import screen_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure

COMMAND = [str(Path(sys.executable).parent / "gallery-migrate"), "inventory"]
SLOW = {"match": {"type": "Microsoft.Compute/images", "method": "GET"}, "delay": 600}


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    seed = "resourceGroups: {rg: {location: eastus}}"
    with running_local_azure(tmp_path_factory.mktemp("azure"), seed=seed) as running:
        yield running


def test_a_long_read_is_told_second_by_second_and_leaves_no_trace_when_it_is_stopped(
    azure: LocalAzure, tmp_path: Path
) -> None:
    azure.add_fault(SLOW)
    with terminal(COMMAND, without_proxies() | azure.env, tmp_path) as shown:
        shown.wait_for("Azure is read, 5 s")
        seconds = [int(each) for each in dict.fromkeys(re.findall(r"Azure is read, (\d+) s", shown.screen))]
        assert max(later - before for before, later in pairwise(seconds)) <= 2
        shown.type(CTRL_C)
        assert shown.end() == 130
    azure.clear_faults()
    assert screen_of(shown.raw)[-1] == "gallery-migrate: stopped."
    assert "Azure is read" not in "\n".join(screen_of(shown.raw))


def test_a_pipe_gets_one_line_of_it_on_standard_error_and_none_on_standard_output(
    azure: LocalAzure, tmp_path: Path
) -> None:
    azure.add_fault(SLOW)
    environment = without_proxies() | azure.env
    with subprocess.Popen(
        [*COMMAND, "--json"], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stderr.readline() == "Azure is read …\n"
        process.terminate()
        assert process.stdout.read() == ""
        assert process.stderr.read() == "\ngallery-migrate: stopped.\n"
    azure.clear_faults()
