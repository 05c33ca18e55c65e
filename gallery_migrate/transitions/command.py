"""What the commands `validate` and `retire` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console

from gallery_migrate.engine.stack import MigrationStack
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.output.saying import lines_on, unless_quiet
from gallery_migrate.progress.pace import Pacing
from gallery_migrate.progress.watching import Watched, Watcher
from gallery_migrate.transitions.transition import Transition

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from components.args import Stage
    from components.migration import Migration
    from gallery_migrate.preview_digest import Digest, Step


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
