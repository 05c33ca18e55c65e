"""`publish`: make and replicate image versions, with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.cli.commands.options import (
    FOLDER,
    HERE,
    NAMES,
    NO_INPUT,
    POLL_INTERVAL,
    POLL_SECONDS,
    QUIET,
    STACK,
    VERBOSE,
    YES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Step

IN_FLIGHT = 100
"""As many as the engine works on at once (`engine.stack.STEPS_AT_ONCE`); more only wait in their wave."""


def publish(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    in_flight: Annotated[int, typer.Option(min=1, help="How many versions are made at once.")] = IN_FLIGHT,
    by_region: Annotated[
        bool, typer.Option("--by-region", help="Begin with the images of one region, then those of the next.")
    ] = False,
    stop_after: Annotated[int | None, typer.Option(min=1, help="Begin nothing more after N failures.")] = None,
    continue_on_error: Annotated[bool, typer.Option(help="Go on with the others when one fails.")] = True,
    poll_interval: POLL_INTERVAL = POLL_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
    verbose: VERBOSE = False,
) -> None:
    """Make image versions and replicate them: preview, plan check, question, update, progress.

    With names it touches nothing of other migrations.

    Example: gallery-migrate publish --in-flight 10 --by-region --stop-after 3

    Example: gallery-migrate publish web-1.0.0 --yes | tee publish.log
    """
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.questions import confirm
    from managed_image_to_gallery.cli.transitions.deletion_consent import refuse_image_deletions
    from managed_image_to_gallery.cli.transitions.session import Session, end_with
    from managed_image_to_gallery.cli.transitions.transition import Transition
    from managed_image_to_gallery.cli.transitions.waves import WaveOptions
    from managed_image_to_gallery.config.choices import Stage

    def approve(_digest: Digest, deleted: Sequence[Step], totals: str) -> None:
        refuse_image_deletions(deleted)
        confirm(session.question("Publish?", totals), yes=yes, can_ask=not no_input)

    opened = MigrationStack.open(cwd.resolve(), stack)
    session = Session.on(opened, quiet=quiet, poll_interval=poll_interval, verbose=verbose)
    waves = WaveOptions(in_flight, by_region, stop_after, continue_on_error)
    end_with(Transition(session, Stage.PUBLISHED, approve, waves).enter(names or []))
