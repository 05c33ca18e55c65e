"""`resume`: go on after any interruption."""

from __future__ import annotations

from typing import Annotated

import typer

from managed_image_to_gallery.cli.commands.options import (
    EVERY,
    EVERY_SECONDS,
    FOLDER,
    HERE,
    NO_INPUT,
    QUIET,
    STACK,
    YES,
)


def resume(
    stack: STACK = None,
    cwd: FOLDER = HERE,
    expect_delete: Annotated[
        list[str] | None,
        typer.Option(help="Name or id of an image that is deleted, where --yes finishes an interrupted `retire`."),
    ] = None,
    unlock: Annotated[
        bool, typer.Option("--unlock", help="Remove the lock of an update whose process is gone.")
    ] = False,
    every: EVERY = EVERY_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Say what an interruption left and what will be done about it, and do it.

    It waits for versions that Azure is still building, takes what Azure has made into the state, and goes on with
    exactly what the interrupted command was asked: the same migrations in the same way, with preview, plan check,
    question, and consent to every image that an interrupted `retire` would still delete. What the file says beyond
    that is asked apart, and left alone with --yes. Where no command was interrupted it takes the whole file.

    Example: gallery-migrate resume
    """
    from rich.console import Console

    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.exit_status import ExitStatus
    from managed_image_to_gallery.cli.output.saying import lines_on, unless_quiet
    from managed_image_to_gallery.cli.progress.pace import Pacing
    from managed_image_to_gallery.cli.progress.watching import Watcher
    from managed_image_to_gallery.cli.resuming.recovery import Recovery

    opened = MigrationStack.open(cwd.resolve(), stack)
    if unlock:
        opened.unlock()
    console = Console()
    watcher = Watcher(opened.folder, opened.settings(), console, every, Pacing())
    warn = lines_on(console)
    say = unless_quiet(warn, quiet=quiet)
    status = Recovery(opened, watcher, say, warn, expect_delete or [], yes, can_ask=not no_input).run()
    if status is not ExitStatus.DONE:
        raise typer.Exit(status)
