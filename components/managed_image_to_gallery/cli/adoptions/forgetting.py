"""The stack forgets images that it has adopted by mistake: shown, asked for, and only if nothing has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.adoptions.astray import astray, without
from managed_image_to_gallery.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.config.migration import Migration


def forget_astray(
    stack: MigrationStack, migrations: Sequence[Migration], say: Callable[[str], None], *, yes: bool, can_ask: bool
) -> bool:
    """Take what is astray out of the state; whether there was something. Nothing is deleted in Azure.

    Raises Declined and what else `confirm` raises, EngineFailed where the state cannot be written.
    """
    state = stack.stored_state()
    found = astray(state, migrations)
    if not found:
        return False
    say("\n".join(one.text() for one in found))
    confirm("Take this out of the state? Nothing is deleted in Azure.", yes=yes, can_ask=can_ask)
    stack.replace_state(state, without(state, found))
    return True
