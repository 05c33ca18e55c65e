"""Which record of adoption a migration has in a state: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azure_facts.adopted import adopted_from_dict
from azure_facts.resource_ids import same_id

if TYPE_CHECKING:
    from azure_facts.adopted import AdoptedImage
    from components.migration import Migration
    from components.own_state import OwnState


def adopted_image(state: OwnState, migration: Migration) -> AdoptedImage | None:
    """The image of a migration as adopted; None where the state has no record, or several that contradict each other.

    A version is made by one migration, whatever its name is now: a component that is renamed with an alias, or moved
    below another one, has its record under the old URN until the update is done.
    """
    of_version = [one for one in state.migrations if one.version_id and same_id(one.version_id, migration.version_id)]
    records = (adopted_from_dict(one.adopted) for one in of_version or state.named(migration.name))
    by_digest = {record.digest: record for record in records if record is not None}
    return next(iter(by_digest.values())) if len(by_digest) == 1 else None
