"""Lines for the person at the terminal; `--quiet` leaves out those that nobody has to act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console


def lines_on(console: Console) -> Callable[[str], None]:
    """A function that prints a text as it is, without markup and without breaking lines."""

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    return say


def unless_quiet(say: Callable[[str], None], *, quiet: bool) -> Callable[[str], None]:
    """What says a text, or nothing."""
    return _nothing if quiet else say


def _nothing(_text: str) -> None:
    return None
