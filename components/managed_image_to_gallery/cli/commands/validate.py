"""`validate`: prove versions by the gate and keep the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Step


def validate(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    every: EVERY = EVERY_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Take migrations from published to validated: gate, preview, plan check, question, update, Azure's word.

    Without names it takes all that the gate lets pass. The stack's file gets the new stage when the update has begun.

    Example: gallery-migrate validate web-1.0.0 db-1.0.0 --yes
    """
    from managed_image_to_gallery.cli.questions import confirm
    from managed_image_to_gallery.cli.transitions.command import run_transition
    from managed_image_to_gallery.cli.transitions.deletion_consent import refuse_image_deletions
    from managed_image_to_gallery.config.args import Stage

    def approve(_digest: Digest, deleted: Sequence[Step]) -> None:
        refuse_image_deletions(deleted)
        confirm("Validate?", yes=yes, can_ask=not no_input)

    run_transition(cwd, stack, names or [], Stage.VALIDATED, approve, quiet=quiet, every=every)
