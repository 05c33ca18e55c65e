"""`local-azure --help`, and that of every command: in users' words, whole, with an example."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from local_azure.cli import app
from local_azure.engine.cli import app as engine

COMMANDS = ["serve", "env", "start", "stop", "reset", "seed", "shell", "types"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_and_no_word_of_python(name: str) -> None:
    done = CliRunner().invoke(app, [name, "-h"])
    assert done.exit_code == 0
    assert re.search(rf"Example: .*local-azure {name}", done.stdout)
    assert not re.search(r"<(path|dir|file|float|int|str|list|bool)\b", done.stdout), done.stdout
    assert "╭" not in done.stdout


@pytest.mark.parametrize("name", ["install", "which", "path"])
def test_commands_of_the_engine_have_examples(name: str) -> None:
    done = CliRunner().invoke(engine, [name, "-h"])
    assert re.search(rf"Example: .*local-azure engine {name}", done.stdout)


def test_no_summary_is_cut() -> None:
    for group in (app, engine):
        assert "..." not in CliRunner().invoke(group, ["--help"]).stdout.partition("\n")[2]


def test_the_version_is_told() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert done.stdout == f"local-azure {version('local-azure')}\n"
