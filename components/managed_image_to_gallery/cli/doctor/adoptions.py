"""The stack's state: does it hold a source image twice, or another one in the place of the config's? Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.astray_images import astray
from managed_image_to_gallery.cli.doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.preview_digest import Json
    from managed_image_to_gallery.config.migration import Migration

REMEDY = "Run `gallery-migrate resume`: it takes this entry out of the state, and deletes nothing in Azure."


def findings(state: Json, migrations: Sequence[Migration]) -> list[Finding]:
    """One finding per entry of the state that is too many; none when there is none."""
    return [
        Finding(one.urn, well=False, found=f"{one.image} {one.reason}", remedy=REMEDY)
        for one in astray(state, migrations)
    ]
