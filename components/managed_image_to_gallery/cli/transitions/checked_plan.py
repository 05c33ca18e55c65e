"""A preview that has passed the plan check, or an error that says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.engine.stack import MigrationStack, Preview
    from managed_image_to_gallery.cli.preview_digest import Digest


class PlanRefused(CommandFailed):
    """The preview failed, or would do what must not be done; nothing was changed."""

    status = ExitStatus.REFUSED


def checked_plan(stack: MigrationStack) -> Digest:
    """Preview the whole stack and check the plan: always, before any update. Raises PlanRefused."""
    return checked(stack.preview())


def checked(preview: Preview) -> Digest:
    """The steps of a preview that may be applied. Raises PlanRefused."""
    if preview.digest is None or not preview.may_be_applied:
        texts = [*(refusal.text() for refusal in preview.refused), *(failure.text() for failure in preview.failures)]
        raise PlanRefused("\n".join(["The plan is refused; nothing was changed.", *texts]), "")
    return preview.digest
