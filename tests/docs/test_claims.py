"""Sentences of docs/cli.md that can be tried: each stands there as it is quoted, and is so."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from harness.product import ROOT
from managed_image_to_gallery.cli import questions
from managed_image_to_gallery.cli.command_table import COMMANDS
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.main import app
from managed_image_to_gallery.cli.output.markdown import code
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import csv_cell, escaped
from managed_image_to_gallery.cli.questions import Declined, NobodyToAsk, confirm, confirm_by_typing
from managed_image_to_gallery.cli.stopping import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = " ".join((ROOT / "docs" / "cli.md").read_text(encoding="utf-8").split())
HOSTILE = "a\x1b[2Jb\u202ec"


def claims(sentence: str) -> None:
    assert sentence in PAGE, sentence


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A person at a terminal who types that."""

    def types(text: str) -> None:
        stdin = io.StringIO(text)
        for stream in (stdin, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True)
        monkeypatch.setattr(questions.sys, "stdin", stdin)

    return types


@pytest.mark.parametrize("can_ask", [True, False])
def test_nobody_is_asked_who_could_not_answer(*, can_ask: bool) -> None:
    claims(
        "Where standard input or standard error is no terminal, or with `--no-input`, nothing is asked: the command "
        "ends with status 2 and says which option answers instead."
    )
    with pytest.raises(NobodyToAsk, match="Nothing was changed") as refused:
        confirm("Publish?", yes=False, can_ask=can_ask)
    assert refused.value.status is ExitStatus.UNUSABLE
    assert "--yes" in refused.value.remedy


def test_no_ends_with_1(typed: Callable[[str], None]) -> None:
    claims('"No" ends with status 1.')
    for answer in ("n\n", "no\n", "\n"):
        typed(answer)
        with pytest.raises(Declined) as declined:
            confirm("Publish?", yes=False, can_ask=True)
        assert declined.value.status is ExitStatus.REFUSED


def test_the_end_of_the_input_ends_with_130(typed: Callable[[str], None]) -> None:
    claims('the end of input (Ctrl-D) at a question end with 130 and "Nothing was changed."')
    typed("")
    with pytest.raises(Interrupted, match="Nothing was changed") as stopped:
        confirm("Publish?", yes=False, can_ask=True)
    assert 128 + stopped.value.number == ExitStatus.INTERRUPTED


@pytest.mark.parametrize("answers", ["myImage\n", "MYIMAGE\n", " myimage \n", "myImag\nmyImage\n"])
def test_the_word_may_be_typed_in_any_case_and_mended_once(typed: Callable[[str], None], answers: str) -> None:
    claims("The word to type before a deletion is the image's name in any case; a typo may be mended once.")
    typed(answers)
    confirm_by_typing("It cannot be undone.", "myImage", can_ask=True)


def test_a_second_typo_is_a_no(typed: Callable[[str], None]) -> None:
    typed("myImag\nmyImagee\nmyImage\n")
    with pytest.raises(Declined):
        confirm_by_typing("It cannot be undone.", "myImage", can_ask=True)


def test_nothing_steers_what_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    claims(
        "Control characters, escape sequences and overrides of the reading direction are printed as U+FFFD, in tables, "
        "messages and CSV, and in the report; JSON has them as its own escapes."
    )
    tell(HOSTILE)
    shown = [capsys.readouterr().out.rstrip("\n"), csv_cell(HOSTILE), csv_cell([HOSTILE]), code(HOSTILE).strip("`")]
    assert shown == ["a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}c"] * 4
    written = escaped(json.dumps(HOSTILE, ensure_ascii=False))
    assert (json.loads(written), written.isprintable()) == (HOSTILE, True)


@pytest.mark.parametrize("first", "=+-@\t\r\n")
def test_a_spreadsheet_computes_no_cell(first: str) -> None:
    claims(
        "A CSV cell that a spreadsheet would compute (it begins with `=`, `+`, `-` or `@`, a tab or a line end) has an "
        "apostrophe before it."
    )
    assert csv_cell(f"{first}1").startswith("'")


def test_every_command_has_its_options_and_an_example() -> None:
    claims("`gallery-migrate COMMAND --help` (or `-h`) has every option and an example;")
    for name in set(COMMANDS) - {"shard"}:
        shown = CliRunner().invoke(app, [name, "--help"])
        assert (shown.exit_code, "Example:" in shown.stdout) == (0, True), shown.stdout
