"""One command that updates a stack: the stack, the progress of its updates, and the terminal or log it writes to.

It is made once for a command and handed to whatever the command does, so that everything writes to the same console:
a line that passed by the progress display would break what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import lines_on, unless_quiet
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.watching import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from managed_image_to_gallery.cli.engine.stack import MigrationStack


@dataclass(frozen=True)
class Session:
    """What a command works with.

    watcher: runs updates and shows how far Azure is. say: writes a line, unless the command is quiet. warn: writes a
    line in any case, because somebody must act on it.
    """

    stack: MigrationStack
    watcher: Watcher
    say: Callable[[str], None]
    warn: Callable[[str], None]

    @classmethod
    def on(cls, stack: MigrationStack, *, quiet: bool, poll_interval: float) -> Session:
        """A session at the terminal, or the log, that the command was started in."""
        console = Console()
        warn = lines_on(console)
        watcher = Watcher(stack.folder, stack.settings(), console, poll_interval, Pacing())
        return cls(stack, watcher, unless_quiet(warn, quiet=quiet), warn)


def end_with(status: ExitStatus) -> None:
    """End a command with this exit status. Raises typer.Exit unless all is done."""
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)
