"""`resume`: go on after any interruption."""

from __future__ import annotations

from typing import Annotated

import typer

from managed_image_to_gallery.cli.commands.options import (
    FOLDER,
    HERE,
    NO_INPUT,
    POLL_INTERVAL,
    POLL_SECONDS,
    QUIET,
    STACK,
    VERBOSE,
    YES,
)


def resume(
    stack: STACK = None,
    cwd: FOLDER = HERE,
    expect_delete: Annotated[
        list[str] | None,
        typer.Option(help="Name or id of an image to delete; needed where --yes finishes an interrupted `retire`."),
    ] = None,
    unlock: Annotated[
        bool, typer.Option("--unlock", help="Remove the lock of an update whose process is gone.")
    ] = False,
    poll_interval: POLL_INTERVAL = POLL_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
    verbose: VERBOSE = False,
) -> None:
    """Say what an interruption left and what will be done about it, and do it.

    It waits for versions that Azure is still building, takes what Azure has made into the state, and then does again
    what the interrupted command was asked: the same migrations in the same way, with preview, plan check, question, and
    consent to every image that an interrupted `retire` would still delete. If the file asks for more than that, a
    second question is asked; with --yes the rest is left as it is. If no command was interrupted, it applies the whole
    file.

    Example: gallery-migrate resume
    """
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.resuming.recovery import Recovery
    from managed_image_to_gallery.cli.transitions.session import Session, end_with

    opened = MigrationStack.open(cwd.resolve(), stack).readopting()
    if unlock:
        opened.unlock()
    session = Session.on(opened, quiet=quiet, poll_interval=poll_interval, verbose=verbose)
    end_with(Recovery(session, expect_delete or [], yes, can_ask=not no_input).run())
