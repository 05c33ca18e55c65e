"""`publish`: make and replicate image versions, with progress."""

from __future__ import annotations

from typing import Annotated

import typer

from managed_image_to_gallery.cli.commands.options import (
    EVERY,
    EVERY_SECONDS,
    FOLDER,
    HERE,
    NAMES,
    NO_INPUT,
    QUIET,
    STACK,
    YES,
)

IN_FLIGHT = 100
"""As many as the engine works on at once (`engine.stack.STEPS_AT_ONCE`); more only wait in their wave."""


def publish(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    in_flight: Annotated[int, typer.Option(min=1, help="Versions made at once.")] = IN_FLIGHT,
    by_region: Annotated[bool, typer.Option("--by-region", help="The images' regions one after another.")] = False,
    stop_after: Annotated[int | None, typer.Option(min=1, help="Begin nothing more after N failures.")] = None,
    continue_on_error: Annotated[bool, typer.Option(help="Go on with the others when one fails.")] = True,
    every: EVERY = EVERY_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Make image versions and replicate them: preview, plan check, question, update, progress.

    With names it touches nothing of other migrations.

    Example: gallery-migrate publish --in-flight 10 --by-region --stop-after 3

    Example: gallery-migrate publish web-1.0.0 --yes | tee publish.log
    """
    from managed_image_to_gallery.cli.publishing.command import Wanted, run_publication
    from managed_image_to_gallery.cli.publishing.publishing import Manner

    wanted = Wanted(Manner(in_flight, by_region, stop_after, continue_on_error), every, yes, no_input, quiet)
    run_publication(cwd, stack, names or [], wanted)
