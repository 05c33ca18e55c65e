"""What counts as an answer, and as the word that was asked for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from harness.terminal import terminal
from managed_image_to_gallery.cli.questions import same_word

if TYPE_CHECKING:
    from pathlib import Path

ASKS_AFTER_ITS_WORK = """
import select, sys
from managed_image_to_gallery.cli.questions import confirm
print("working", flush=True)
select.select([sys.stdin], [], [])
confirm("Publish?", yes=False, can_ask=True)
"""


def test_what_was_typed_before_the_question_answers_nothing(tmp_path: Path) -> None:
    """The command works until something is typed, which stands for a key that was pressed too early."""
    with terminal([sys.executable, "-c", ASKS_AFTER_ITS_WORK], os.environ, tmp_path) as shown:
        shown.wait_for("working")
        shown.type("y\n")
        shown.wait_for("Publish? [y/N]:")
        shown.type("n\n")

        assert shown.end() == 1
    assert "Declined" in shown.screen


ASKS = "from managed_image_to_gallery.cli.questions import confirm; confirm('Publish?', yes=False, can_ask=True)"


def test_keys_that_are_no_text_answer_nothing(tmp_path: Path) -> None:
    """As a terminal in Latin-1 sends for a letter with dots."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8:strict"}
    with terminal([sys.executable, "-c", ASKS], environment, tmp_path) as shown:
        shown.wait_for("[y/N]:")
        shown.type("\udcff\n")
        shown.wait_for("Please answer y or n.")
        shown.type("y\n")
        assert shown.end() == 0, shown.screen


ASKS_AT_LENGTH = """
import os
from managed_image_to_gallery.cli.questions import confirm
os.environ["COLUMNS"] = "60"
confirm("Make the resource group with-a-name-that-is-rather-long in the subscription?", yes=False, can_ask=True)
"""


def test_a_long_question_is_broken_between_words(tmp_path: Path) -> None:
    with terminal([sys.executable, "-c", ASKS_AT_LENGTH], os.environ, tmp_path) as shown:
        shown.wait_for("[y/N]: ")
        shown.type("n\n")
        shown.end()
    lines = [line.strip() for line in shown.screen.splitlines()]
    assert "Make the resource group with-a-name-that-is-rather-long in" in lines
    assert "the subscription? [y/N]: n" in lines


def test_a_long_question_is_broken_where_the_other_output_goes_elsewhere_too(tmp_path: Path) -> None:
    narrow = 'stty cols 60; unset COLUMNS; "$@" > printed'
    program = ASKS_AT_LENGTH.replace('os.environ["COLUMNS"] = "60"', "")
    command = ["sh", "-c", narrow, "sh", sys.executable, "-c", program]
    with terminal(command, os.environ, tmp_path) as shown:
        shown.wait_for("[y/N]: ")
        shown.type("n\n")
        shown.end()
    assert "the subscription? [y/N]: n" in [line.strip() for line in shown.screen.splitlines()]


ASKS_FOR_A_WORD = """
from managed_image_to_gallery.cli.questions import confirm_by_typing
confirm_by_typing("It cannot be undone.", {expected!r}, can_ask=True)
"""


@pytest.mark.parametrize(("expected", "shown_as"), [("delete 2", "`delete 2`"), ("myImage", "myImage")])
def test_where_a_word_of_two_parts_begins_and_ends_can_be_seen(expected: str, shown_as: str, tmp_path: Path) -> None:
    program = ASKS_FOR_A_WORD.format(expected=expected)
    with terminal([sys.executable, "-c", program], os.environ, tmp_path) as shown:
        shown.wait_for(f"It cannot be undone. Type {shown_as} to go on: ")
        shown.type("another\n")
        shown.wait_for(f"That is not {shown_as}.")
        shown.wait_for(f"Type {shown_as} to go on: ")
        shown.type(f"{expected}\n")
        assert shown.end() == 0, shown.screen


def test_letters_and_blanks_around_do_not_matter() -> None:
    assert same_word(" IMG_2022.11.03_final_FINAL.2\t", "IMG_2022.11.03_FINAL_final.2")


def test_everything_else_does() -> None:
    assert not same_word("", "web")
    assert not same_word("web 2", "web2")
