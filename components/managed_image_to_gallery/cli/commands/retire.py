"""`retire`: delete source images whose versions are proven."""

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


def retire(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    expect_delete: Annotated[
        list[str] | None,
        typer.Option(
            help="Name or id of an image to delete. With --yes every deleted image must be given, and no other."
        ),
    ] = None,
    poll_interval: POLL_INTERVAL = POLL_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
    verbose: VERBOSE = False,
) -> None:
    """Take migrations from validated to retired: the source images are deleted, and that cannot be undone.

    The steps: gate, preview, plan check, the exact list of what is deleted, a typed confirmation, update, and a
    read-back from Azure. Without names it takes all migrations that the gate lets pass. The new stage is written into
    the stack's file when the update has begun.

    Example: gallery-migrate retire web-1.0.0

    Example: gallery-migrate retire web-1.0.0 --yes --expect-delete webImage
    """
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.named_sources import sources_in
    from managed_image_to_gallery.cli.transitions.deletion_consent import require_consent
    from managed_image_to_gallery.cli.transitions.session import Session, end_with
    from managed_image_to_gallery.cli.transitions.transition import Transition
    from managed_image_to_gallery.config.choices import Stage

    def approve(digest: Digest, deleted: Sequence[Step], _totals: str) -> None:
        require_consent(deleted, expect_delete or [], sources_in(digest), yes=yes, can_ask=not no_input)

    opened = MigrationStack.open(cwd.resolve(), stack)
    session = Session.on(opened, quiet=quiet, poll_interval=poll_interval, verbose=verbose)
    end_with(Transition(session, Stage.RETIRED, approve).enter(names or []))
