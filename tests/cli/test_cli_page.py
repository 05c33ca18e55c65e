"""docs/cli.md against the program: every command and option is on it, and its commands can be run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from harness.product import ROOT, seed
from managed_image_to_gallery.cli.command_table import COMMANDS
from managed_image_to_gallery.cli.main import CommandGroup, app
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from typer._click import Command as ClickCommand

    from harness.local_azure import LocalAzure

PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SHARED = PAGE.partition("## Options that many commands have")[2].partition("\n## ")[0]
EXAMPLES = [line for block in BLOCK.findall(PAGE) for line in block.splitlines() if line.startswith("gallery-migrate")]


def _section(name: str) -> str:
    found = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md has no section {name}"
    return found[1]


def _resolved(words: list[str]) -> tuple[ClickCommand, list[str]]:
    """The command that words name, and the words after it; of a command with commands, the innermost."""
    group = typer.main.get_group(app)
    assert isinstance(group, CommandGroup)
    context = group.make_context("gallery-migrate", [], resilient_parsing=True)
    _, command, rest = group.resolve_command(context, words)
    assert command is not None
    below = getattr(command, "commands", None)
    return (below[rest[0]], rest[1:]) if below and rest else (command, rest)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in {"shard"}])
def test_every_option_is_on_the_page(name: str) -> None:
    command, _ = _resolved([name])
    commands = getattr(command, "commands", None) or {name: command}
    for one in commands.values():
        for parameter in one.params:
            words = parameter.opts if parameter.param_type_name == "option" else [str(parameter.name).upper()]
            for word in (*words, *parameter.secondary_opts):
                assert f"`{word}`" in _section(name) + SHARED or word == "--help", word


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_command_on_the_page_is_understood(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, rest = _resolved(shlex.split(line)[1:])
    command.make_context("x", rest).close()


@pytest.mark.exhaustive
def test_the_commands_of_the_migration_do_what_the_page_says(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    operator = Operator.at(tmp_path, azure)
    operator.write_config({"migrations": []})
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    script = BLOCK.findall(PAGE)[0]
    path = f"{Path(sys.executable).parent}:{operator.env['PATH']}"

    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=tmp_path,
        env=operator.env | {"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    images = azure.get(
        f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images", api_version="2024-11-01"
    )
    assert images.json()["value"] == []
    assert "1 retired" in (tmp_path / "report.md").read_text()
