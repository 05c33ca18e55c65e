"""One place prints."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from harness.terminal import terminal
from managed_image_to_gallery.cli import output
from managed_image_to_gallery.cli.output.saying import lines_on, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = Path(output.__file__).parent
PACKAGE = ROOM.parent
STEERING = "\x1b[2J\x1b]0;gate passed\x07\x9b1A\r\u202e"


def test_a_text_with_escapes_is_shown_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.StringIO()
    lines_on(Console(file=stream, force_terminal=True))(f"a {STEERING}\nb [red]c[/red]")
    tell(f"a {STEERING}\nb [red]c[/red]")
    tell(f"a {STEERING}\nb [red]c[/red]", err=True)
    for written in (stream.getvalue(), *capsys.readouterr()):
        assert not {*STEERING} & {*written} - {*"[2J]0;gate passed1A"}
        assert written.endswith("\nb [red]c[/red]\n")


def test_a_terminal_breaks_no_word_and_a_log_no_line() -> None:
    text = "What Azure has begun goes on there; `gallery-migrate resume` continues from it, as often as it is needed."
    narrow, log = io.StringIO(), io.StringIO()
    lines_on(Console(file=narrow, force_terminal=True, width=60))(f"short\n{text}")
    lines_on(Console(file=log, width=60))(text)
    shown = narrow.getvalue().splitlines()
    assert max(map(len, shown)) <= 60
    assert " ".join(line.strip() for line in shown) == f"short {text}"
    assert any("`gallery-migrate resume`" in line for line in shown)
    assert log.getvalue() == f"{text}\n"


def _printing(tree: ast.AST) -> Iterator[str]:
    """Everything in a module that could reach a terminal past the one place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else node.attr
            if name in {"typer.echo", "typer.secho", "typer.prompt", "typer.confirm", "console.print"}:
                yield name
            if name in {"sys.stdout", "sys.stderr"}:
                yield name
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}:
            yield node.func.id


@pytest.mark.parametrize(
    "module", [each for each in PACKAGE.rglob("*.py") if ROOM not in each.parents], ids=lambda path: path.name
)
def test_no_other_module_prints(module: Path) -> None:
    # `entry` tells that the libraries of the one place are not there, and sets how characters are written.
    known = {
        "questions.py": {"sys.stderr"},
        "stopping.py": {"sys.stderr"},
        "entry.py": {"sys.stdout", "sys.stderr"},
    }
    allowed = known.get(module.name, set())
    assert {*_printing(ast.parse(module.read_text(encoding="utf-8")))} <= allowed


TELLS = """
import os
from managed_image_to_gallery.cli.output.saying import hand_over, tell
os.environ["COLUMNS"] = "30"
for err in (False, True):
    tell("Versions that are there already are left as they are.", err=err)
    hand_over("pulumi import --file readopt.json --protect\\n", err=err)
"""


def test_a_terminal_breaks_sentences_between_words_and_never_what_is_copied(tmp_path: Path) -> None:
    with terminal([sys.executable, "-c", TELLS], os.environ, tmp_path) as shown:
        assert shown.end() == 0, shown.screen
    told = ["Versions that are there", "  already are left as they", "  are."]
    assert shown.screen.splitlines() == 2 * [*told, "pulumi import --file readopt.json --protect"]


PRINTS = """
from managed_image_to_gallery.cli.output.outlets import use_outlets
from managed_image_to_gallery.cli.output.saying import hand_over, tell
from managed_image_to_gallery.cli.output.table import print_json
use_outlets()
tell("a \\N{RIGHTWARDS ARROW}")
hand_over("b \\N{RIGHTWARDS ARROW}\\n")
print_json(["\\N{RIGHTWARDS ARROW}"])
"""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_an_output_gets_what_it_can_show_and_json_loses_nothing(encoding: str) -> None:
    """typer takes an output in ASCII for a mistake, and would write UTF-8 into it."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", PRINTS], env=environment, capture_output=True, check=True)
    assert done.stdout.decode("ascii").splitlines() == ["a ?", "b ?", "[", '  "\\u2192"', "]"]
