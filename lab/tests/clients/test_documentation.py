"""docs/clients.md: every block on it is run, or is a part of what the other tests run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from harness.az import az_environment
from harness.client_programs import AZ, CLIENTS, require
from harness.local_azure import LocalAzure, running_local_azure, without_proxies

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "clients.md").read_text()
SEED = ROOT / "examples" / "how-to.yaml"
HANG_SECONDS = 120


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/clients.md has no block of {language}"
    return found


@pytest.fixture
def documented(tmp_path: Path) -> Generator[LocalAzure]:
    with running_local_azure(tmp_path, time_scale=0.001, seed=SEED) as running:
        yield running


def run(command: list[str | Path], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=HANG_SECONDS, cwd=ROOT
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_commands_of_the_shell_do_what_they_say(documented: LocalAzure, tmp_path: Path) -> None:
    az = require(AZ, "The Azure CLI").parent
    environment = az_environment(documented, az, tmp_path / "unused")
    path = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    ready = documented.env["LOCAL_AZURE_READY_FILE"]
    bare = {**without_proxies(), "PATH": path, "LOCAL_AZURE_READY_FILE": ready, "TMPDIR": str(tmp_path)}

    printed = run(["bash", "-euo", "pipefail", "-c", "\n".join(blocks("sh"))], bare)

    assert '"aggregatedState": "Completed"' in printed
    assert '"powerState": "VM running"' in printed
    assert not (tmp_path / "unused").exists()


def test_the_python_program_lists_the_image(documented: LocalAzure) -> None:
    (program,) = blocks("python")

    assert run([sys.executable, "-c", program], {**without_proxies(), **documented.env}) == "['myImage']\n"


@pytest.mark.parametrize(
    ("language", "source"),
    [("go", "go/main.go"), ("js", "javascript/migrate.js"), ("java", "java/Migrate.java")],
)
def test_the_other_programs_are_those_that_are_run(language: str, source: str) -> None:
    (program,) = blocks(language)

    assert program in (CLIENTS / source).read_text()
