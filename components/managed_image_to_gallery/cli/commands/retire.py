"""`retire`: delete source images whose versions are proven."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.preview_digest import Digest, Step


def retire(
    names: NAMES = None,
    stack: STACK = None,
    cwd: FOLDER = HERE,
    expect_delete: Annotated[
        list[str] | None,
        typer.Option(help="Name or id of an image that is deleted; with --yes each must be named, and no other."),
    ] = None,
    every: EVERY = EVERY_SECONDS,
    yes: YES = False,
    no_input: NO_INPUT = False,
    quiet: QUIET = False,
) -> None:
    """Take migrations from validated to retired: the source images are deleted, and that cannot be undone.

    Gate, preview, plan check, the exact list of what is deleted, a typed confirmation, update, Azure's word.
    Without names it takes all that the gate lets pass. The stack's file gets the new stage when the update has begun.

    Example: gallery-migrate retire web-1.0.0

    Example: gallery-migrate retire web-1.0.0 --yes --expect-delete webImage
    """
    from managed_image_to_gallery.cli.named_sources import sources_in
    from managed_image_to_gallery.cli.transitions.command import run_transition
    from managed_image_to_gallery.cli.transitions.deletion_consent import require_consent
    from managed_image_to_gallery.config.args import Stage

    def approve(digest: Digest, deleted: Sequence[Step]) -> None:
        require_consent(deleted, expect_delete or [], sources_in(digest), yes=yes, can_ask=not no_input)

    run_transition(cwd, stack, names or [], Stage.RETIRED, approve, quiet=quiet, every=every)
