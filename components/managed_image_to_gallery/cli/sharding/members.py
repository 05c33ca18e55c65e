"""From the migrations of a file to members of a fleet: by what they are grouped, and what ties them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.sharding.choices import Grouping
from managed_image_to_gallery.cli.sharding.planning import Member, stack_name_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.cli.sharding.image_facts import ImageFacts
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class Grouper:
    """Groups migrations by one `Grouping`; `facts` by folded image id, empty without an inventory."""

    by: Grouping
    owner_tag: str
    facts: Mapping[str, ImageFacts]

    def member(self, migration: Migration) -> Member:
        """The migration as a member of the fleet."""
        return Member(migration.version_id.key, stack_name_part(self._group(migration)), ties_of(migration))

    def region(self, migration: Migration) -> str:
        """Where the version will be at home: Azure demands the image's own region."""
        known = self.facts.get(migration.source_id.key)
        return known.region if known else migration.regions[0]

    def _group(self, migration: Migration) -> str:
        if self.by is Grouping.SUBSCRIPTION:
            return migration.source_id.subscription_id
        return self.region(migration) if self.by is Grouping.REGION else self._owner(migration)

    def _owner(self, migration: Migration) -> str:
        known = self.facts.get(migration.source_id.key)
        configured = {name.lower(): value for name, value in (migration.settings.tags or {}).items()}
        return {**configured, **(known.tags if known else {})}.get(self.owner_tag.lower(), "unowned")


def ties_of(migration: Migration) -> frozenset[str]:
    """The source image, and the definition unless the stack only reads it."""
    definition = () if migration.definition.existing else (migration.definition_id.key,)
    return frozenset((migration.source_id.key, *definition))
