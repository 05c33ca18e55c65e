"""The tutorial's `pulumi` commands, typed in the order in which they stand, do what the page says."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from harness.local_azure import running_local_azure
from harness.product import ROOT
from tests.engine.test_by_hand import Shell, copy_of_the_root, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.local_azure import LocalAzure

IMAGE = "providers/Microsoft.Compute/images/myImage"


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[LocalAzure]:
    with running_local_azure(tmp_path, provider=True) as server:
        server.seed((ROOT / "examples" / "how-to.yaml").read_text(encoding="utf-8"))
        yield server


def lines_of(heading: str, command: str) -> list[str]:
    """What is typed of a command below a heading of the tutorial."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^\$ ({command} .*)$", section, re.MULTILINE)


def commands_of(heading: str) -> list[str]:
    """The same of `pulumi`; what asks for a yes gets it."""
    return [command.replace("pulumi up", "pulumi up --yes") for command in lines_of(heading, "pulumi")]


def shell_of_the_page(root: Path, env: dict[str, str]) -> Shell:
    """A shell in which only those folders and variables of its own are there that the page makes and sets."""
    for line in lines_of("Start local Azure", "mkdir"):
        subprocess.run(shlex.split(line), cwd=root, check=True)
    told = [word.partition("=") for line in lines_of("Start local Azure", "export") for word in shlex.split(line)[1:]]
    return Shell(root, env | {name: value.replace("$PWD", str(root)) for name, _, value in told})


def status_of_the_image(azure: LocalAzure) -> int:
    return azure.get(f"{azure.group_id('myResourceGroup')}/{IMAGE}", api_version="2024-07-01").status_code


def test_the_tutorial_from_its_beginning_to_its_end(azure: LocalAzure, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    shell = shell_of_the_page(copy_of_the_root(root), environment(tmp_path, azure))
    for heading in ("Start local Azure", "Publish", "Validate"):
        for command in commands_of(heading):
            shell.works(command)
    assert status_of_the_image(azure) == 200
    told = [shell.works(command) for command in commands_of("Retire")]
    assert "1 to delete" in told[1]
    assert status_of_the_image(azure) == 404
