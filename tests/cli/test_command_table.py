from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.cli.command_table import COMMANDS
from managed_image_to_gallery.cli.exit_status import MEANING
from managed_image_to_gallery.cli.main import app

_ROOT = Path(__file__).parents[2]
_DOCUMENT = _ROOT / "docs/cli.md"


def test_every_command_can_be_asked_for_help() -> None:
    for name in COMMANDS:
        done = CliRunner().invoke(app, [name, "--help"])
        assert done.exit_code == 0, f"{name}: {done.output}"
        assert name in done.stdout


WORDS_OF_PYTHON = re.compile(r"<(list|str|int|float|bool|path|file|dir)\b|range>|list\[")


BARE_VALUE = re.compile(r"^ +(-\w, )?--[\w-]+ [A-Z]{2}", re.MULTILINE)
"""A value that stands without its brackets, as `--since DAYS`."""


def _helps() -> list[tuple[str, ...]]:
    return [*((name,) for name in COMMANDS), ("shard", "write"), ("shard", "emit")]


@pytest.mark.parametrize("words", _helps())
def test_help_is_in_users_words_and_has_an_example(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*words, "-h"])
    assert done.exit_code == 0
    assert not WORDS_OF_PYTHON.search(done.stdout), done.stdout
    assert not BARE_VALUE.search(done.stdout.partition("\nOptions:")[2]), done.stdout
    assert re.search(rf"Example: .*gallery-migrate {words[0]}", done.stdout, re.DOTALL)
    assert "completion" not in done.stdout
    assert "..." not in done.stdout.partition("\n")[2]


def test_the_version_is_told() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"gallery-migrate {version(PROJECT)}\n")


def test_help_imports_no_command_and_nothing_heavy() -> None:
    text = (
        "import sys\nfrom managed_image_to_gallery.cli.main import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "product = 'managed_image_to_gallery'\n"
        "heavy = (f'{product}.cli.commands', f'{product}.azure.reader', 'pulumi', 'azure.', 'rich')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_of_a_command_imports_no_engine_and_no_azure_client() -> None:
    text = (
        "import sys\nfrom managed_image_to_gallery.cli.command_table import COMMANDS\n"
        "for command in COMMANDS.values(): command.load()\n"
        "heavy = {'pulumi', 'ruamel', 'grpc', 'azure.core', 'aiohttp', 'jinja2', 'rich'}\n"
        "print(sorted(heavy & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_statuses_of_the_document_are_those_of_the_program() -> None:
    written = re.findall(r"^\| (\d+) \| (.+) \|$", _DOCUMENT.read_text(), re.MULTILINE)
    assert written == [(str(int(status)), meaning) for status, meaning in MEANING.items()]


def test_the_product_names_no_program_of_the_laboratory() -> None:
    modules = (_ROOT / "components").rglob("*.py")
    named = [module.name for module in modules if re.search(r"local[-_]azure", module.read_text(encoding="utf-8"))]
    assert named == []


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(app, ["retir"])
    assert done.exit_code == 2
    assert "'retire'" in done.stderr
