"""The one place from which texts go out: all that is printed passes `tell`, `hand_over`, `lines_on` or a `Table`.

A terminal breaks words where its line ends, so sentences are broken between them before; what is copied is not.

Azure, a config and an engine's message bring characters that steer a terminal; here they are replaced by visible ones
(`managed_image_to_gallery.azure.plain_text`). Nothing else prints: a test looks for it.

While a progress display runs it takes what is written to the terminal and keeps back a line that has no end yet: a
question asked then is waited for and never seen. So a display is known here while it runs, and `at_rest` stops it
while somebody is asked.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.plain_text import printable_lines
from managed_image_to_gallery.cli.output.fitting import between_words
from managed_image_to_gallery.cli.output.waiting import WAITING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from rich.console import Console

    from managed_image_to_gallery.cli.output.waiting import Drawing


IRREVERSIBLE = "bold red"
"""How that is shown which is refused or cannot be undone, where there is colour (https://no-color.org)."""


def tell(text: str, *, err: bool = False, end: str = "\n", style: str = "") -> None:
    """Tell a person on standard output, or on standard error; a terminal's lines are broken between words.

    style: one of rich's, seen only on a terminal.
    """
    if style:
        from rich.console import Console

        lines_on(Console(stderr=err), style)(text)
        return
    # A question ends with a blank, behind which the answer is typed.
    body = text.rstrip(" ")
    shown = _fitted(printable_lines(body), err=err, free=len(text) - len(body))
    _write(f"{shown}{text[len(body) :]}{end}", err=err)


def hand_over(document: str, *, err: bool = False) -> None:
    """Print what is copied, or read by a program: no line of it is broken, and it has its own end."""
    _write(printable_lines(document), err=err)


def _write(text: str, *, err: bool) -> None:
    """Past typer, which takes an output in ASCII for a mistake and writes UTF-8 into it."""
    stream = sys.stderr if err else sys.stdout
    stream.write(text)
    stream.flush()


def _fitted(text: str, *, err: bool, free: int) -> str:
    """The text, on a terminal with its lines broken between words, and `free` columns left beside them."""
    if not (sys.stderr if err else sys.stdout).isatty():
        return text
    from rich.console import Console

    width = Console(stderr=err).width - free
    return "\n".join(between_words(line, width) for line in text.split("\n"))


def tell_people(text: str, *, err: bool = False) -> None:
    """The same for what is read rather than copied: on a terminal its lines are broken between words."""
    from rich.console import Console

    lines_on(Console(stderr=err))(text)


def lines_on(console: Console, style: str = "") -> Callable[[str], None]:
    """A function that prints a text as it is, without markup; only a terminal's lines are broken, between words."""

    def say(text: str) -> None:
        shown = printable_lines(text)
        if console.is_terminal:
            shown = "\n".join(between_words(line, console.width) for line in shown.split("\n"))
        console.print(shown, markup=False, highlight=False, soft_wrap=True, style=style or None)

    return say


def unless_quiet(say: Callable[[str], None], *, quiet: bool) -> Callable[[str], None]:
    """What says a text, or nothing."""
    return _nothing if quiet else say


def _nothing(_text: str) -> None:
    return None


@contextmanager
def drawn(drawing: Drawing) -> Generator[None]:
    """While it runs it is known here, and drawn again as time goes on."""
    WAITING.step_aside()
    WAITING.drawings.append(drawing)
    try:
        yield
    finally:
        WAITING.drawings.remove(drawing)


@contextmanager
def at_rest() -> Generator[None]:
    """Nothing is drawn while somebody is asked."""
    stopped = list(WAITING.drawings)
    with WAITING.asking():
        for drawing in stopped:
            drawing.stop()
        yield
        for drawing in stopped:
            drawing.start()
