"""Which record of adoption a migration has in a state: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.component.state.former_names import renamed_from
from managed_image_to_gallery.gate.adopted import adopted_from_dict

if TYPE_CHECKING:
    from managed_image_to_gallery.component.state.former_names import renamed_from
    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.config.migration import Migration
from managed_image_to_gallery.gate.adopted import AdoptedImage


def adopted_image(state: OwnState, migration: Migration) -> AdoptedImage | None:
    """The image of a migration as adopted; None where the state has no record, or several that contradict each other.

    A version is made by one migration, whatever its name is now: a component that is renamed with an alias, or moved
    below another one, has its record under the old URN until the update is done.
    """
    known = [*state.of_version(migration.version_id), *renamed_from(state, migration)] or state.named(migration.name)
    records = (adopted_from_dict(one.adopted) for one in known)
    by_digest = {record.digest: record for record in records if record is not None}
    return next(iter(by_digest.values())) if len(by_digest) == 1 else None
