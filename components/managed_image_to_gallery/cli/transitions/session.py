"""One command that updates a stack: the stack, the progress of its updates, and the terminal or log it writes to.

It is made once for a command and handed to whatever the command does, so that everything writes to the same console:
a line that passed by the progress display would break what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.fitting import between_words
from managed_image_to_gallery.cli.output.saying import IRREVERSIBLE, lines_on, tell, unless_quiet
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.cli.engine.stack import MigrationStack


@dataclass(frozen=True)
class Screen:
    """How much a person sees at once; a log has lines of any length, and nothing of it goes out of sight."""

    width: int = 10_000
    height: int = 10_000

    @classmethod
    def of_standard_output(cls) -> Screen | None:
        """That of the terminal behind standard output; None where there is none."""
        console = Console()
        return cls(console.width, console.height) if console.is_terminal else None

    def fit(self, lines: Sequence[str]) -> str:
        """The lines, longer ones broken between words and indented further below: a terminal would break words."""
        return "\n".join(between_words(line, self.width) for line in lines)


@dataclass(frozen=True)
class Session:
    """What a command works with.

    watcher: runs updates and shows how far Azure is. say: writes a line, unless the command is quiet. warn: writes a
    line in any case, because somebody must act on it. alarm: the same in red. verbose: every step and every check that
    passed is told too.
    """

    stack: MigrationStack
    watcher: Watcher
    say: Callable[[str], None]
    warn: Callable[[str], None]
    alarm: Callable[[str], None] = tell
    screen: Screen = field(default_factory=Screen)
    verbose: bool = False
    quiet: bool = False

    def question(self, text: str, totals: str) -> str:
        """A question, with what it is about where the plan above it was not shown."""
        return f"{totals} {text}" if self.quiet else text

    @classmethod
    def on(cls, stack: MigrationStack, *, quiet: bool, poll_interval: float, verbose: bool = False) -> Session:
        """A session at the terminal, or the log, that the command was started in."""
        console = Console()
        warn = lines_on(console)
        watcher = Watcher(stack.folder, stack.settings(), console, poll_interval, Pacing())
        say, alarm = unless_quiet(warn, quiet=quiet), lines_on(console, IRREVERSIBLE)
        return cls(stack, watcher, say, warn, alarm, Screen.of_standard_output() or Screen(), verbose, quiet)


def end_with(status: ExitStatus) -> None:
    """End a command with this exit status. Raises typer.Exit unless all is done."""
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)
