"""`validate`: prove versions by the gate and keep the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def validate(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    poll_interval: POLL_INTERVAL = POLL_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
    verbose: VERBOSE = False,
) -> None:
    """Take migrations from published to validated: their versions are proven, and the evidence is stored.

    The steps: gate, preview, plan check, question, update, and a read-back from Azure. Without names it takes all
    migrations that the gate lets pass. The new stage is written into the stack's file when the update has begun.

    Example: gallery-migrate validate web-1.0.0 db-1.0.0 --yes
    """
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.questions import confirm
    from managed_image_to_gallery.cli.transitions.deletion_consent import refuse_image_deletions
    from managed_image_to_gallery.cli.transitions.session import Session, end_with
    from managed_image_to_gallery.cli.transitions.transition import Transition
    from managed_image_to_gallery.config.choices import Stage

    def approve(_digest: Digest, deleted: Sequence[Step], totals: str) -> None:
        refuse_image_deletions(deleted)
        confirm(session.question("Validate?", totals), yes=yes, can_ask=not no_input)

    opened = MigrationStack.open(cwd.resolve(), stack)
    session = Session.on(opened, quiet=quiet, poll_interval=poll_interval, verbose=verbose)
    end_with(Transition(session, Stage.VALIDATED, approve).enter(names or []))
