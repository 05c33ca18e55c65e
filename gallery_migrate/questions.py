"""Questions to the person at the terminal. Nobody is asked where nobody can answer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import typer

from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


class Declined(CommandFailed):
    """The person said no."""

    status = ExitStatus.REFUSED

    def __init__(self) -> None:
        super().__init__("Nothing was changed.", "")


def confirm(question: str, *, yes: bool, can_ask: bool) -> None:
    """Go on only after a yes. Raises Declined, KeyboardInterrupt, or CommandFailed where nobody can be asked."""
    if yes:
        return
    _require_terminal(question, "--yes", can_ask=can_ask)
    if not _answered(lambda: typer.confirm(question, err=True)):
        raise Declined


def confirm_by_typing(question: str, expected: str, *, can_ask: bool) -> None:
    """Go on only after that word was typed, in whatever letters. Raises as `confirm` does."""
    _require_terminal(question, "--yes with --expect-delete NAME", can_ask=can_ask)
    text = f"{question} Type {expected} to go on"
    if not same_word(_answered(lambda: typer.prompt(text, err=True, default="", show_default=False)), expected):
        raise Declined


def same_word(typed: str, expected: str) -> bool:
    """Whether somebody typed what was expected: Azure compares names without case, and blanks around are a slip."""
    return typed.strip().casefold() == expected.strip().casefold()


def _answered(ask: Callable[[], _T]) -> _T:
    """An answer; Ctrl-C and the end of the input are an interruption, not an answer."""
    try:
        return ask()
    except typer.Abort:
        raise KeyboardInterrupt from None


def _require_terminal(question: str, option: str, *, can_ask: bool) -> None:
    if not can_ask or not sys.stdin.isatty():
        raise CommandFailed(f"Nobody can be asked: {question}", f"Say it on the command line: {option}.")
