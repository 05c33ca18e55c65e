"""What `publish` does: preview, plan check, question, then the waves with their progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import lines_on, unless_quiet
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.watching import Watcher
from managed_image_to_gallery.cli.publishing.publishing import Manner, Publishing
from managed_image_to_gallery.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """How a publication is carried out and told: the options of the command line by their names."""

    manner: Manner
    every: float
    yes: bool
    no_input: bool
    quiet: bool


def run_publication(folder: Path, stack: str | None, names: Sequence[str], wanted: Wanted) -> None:
    """Publish migrations, told on the terminal. Raises CommandFailed, and typer.Exit unless all is done."""
    console = Console()
    opened = MigrationStack.open(folder.resolve(), stack)

    def approve() -> None:
        confirm("Publish?", yes=wanted.yes, can_ask=not wanted.no_input)

    watcher = Watcher(opened.folder, opened.settings(), console, wanted.every, Pacing())
    warn = lines_on(console)
    publishing = Publishing(opened, wanted.manner, watcher, unless_quiet(warn, quiet=wanted.quiet), warn, approve)
    status = publishing.publish(names)
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)
