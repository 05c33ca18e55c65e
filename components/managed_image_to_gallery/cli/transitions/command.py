"""What the commands `validate` and `retire` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console

from managed_image_to_gallery.cli.engine.stack import MigrationStack
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import lines_on, unless_quiet
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.watching import Watched, Watcher
from managed_image_to_gallery.cli.transitions.transition import Transition

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from managed_image_to_gallery.cli.preview_digest import Digest, Step
    from managed_image_to_gallery.config.args import Stage
    from managed_image_to_gallery.config.migration import Migration


def run_transition(
    folder: Path,
    stack: str | None,
    names: Sequence[str],
    stage: Stage,
    approve: Callable[[Digest, Sequence[Step]], None],
    *,
    quiet: bool,
    every: float,
) -> None:
    """Take migrations into a stage, told on the terminal. Raises CommandFailed, and typer.Exit unless all is done."""
    console = Console()
    opened = MigrationStack.open(folder.resolve(), stack)

    def run(update: Callable[[], bool], migrations: Sequence[Migration]) -> Watched:
        return Watcher(opened.folder, opened.settings(), console, every, Pacing()).watch(update, migrations)

    warn = lines_on(console)
    status = Transition(opened, stage, approve, unless_quiet(warn, quiet=quiet), warn, run).enter(names)
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)
