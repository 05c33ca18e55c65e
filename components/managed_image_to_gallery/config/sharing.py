"""What the migrations of one stack share, and which of them declares it: pure.

No Azure resource is declared twice. The first migration in config order owns what it shares; the others are named in
aliases, so that reordering the list hands the resource on instead of replacing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.list_rules import definition_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.config.definition_models import Definition
    from managed_image_to_gallery.config.migration import Migration


@dataclass(frozen=True)
class Sharing:
    """What one migration shares with others, and what of it this one declares.

    source_stage: where the source image stands: as far as the least advanced migration from it.
    owns_source, owns_definition: whether this migration declares them.
    source_sharers, definition_sharers: names of the other migrations, any of which may have owned them before.
    merged_definition: everything that the sharers say about the definition, put together.
    imports_definition: whether one of the sharers takes its version over, and with it the definition.
    follows: the migration from the same source whose version must be complete before this one is made.
    """

    source_stage: Stage
    owns_source: bool
    source_sharers: tuple[str, ...]
    merged_definition: Definition
    definition_owner: str
    definition_sharers: tuple[str, ...]
    imports_definition: bool
    follows: str | None

    @property
    def declares_source(self) -> bool:
        """Whether this migration declares the source image, which stays declared until all are retired."""
        return self.owns_source and self.source_stage is not Stage.RETIRED


def sharing_alone(migration: Migration) -> Sharing:
    """That of a migration that shares nothing: the component used by itself."""
    return sharing_by_name([migration])[migration.name]


def sharing_by_name(migrations: Sequence[Migration]) -> dict[str, Sharing]:
    """What every migration shares, by its name."""
    sources = source_groups(migrations)
    definitions = definition_groups(migrations)
    return {
        migration.name: _sharing(
            migration,
            sources[migration.source_id.key],
            [migration] if migration.is_existing else definitions[migration.definition_id.key],
        )
        for migration in migrations
    }


def source_groups(migrations: Sequence[Migration]) -> dict[str, list[Migration]]:
    """The migrations from each source image, in config order, by the image's folded id."""
    groups: dict[str, list[Migration]] = {}
    for migration in migrations:
        groups.setdefault(migration.source_id.key, []).append(migration)
    return groups


def least_advanced(migrations: Sequence[Migration]) -> Stage:
    """The stage that the least advanced of these has reached."""
    return min((migration.stage for migration in migrations), key=tuple(Stage).index)


def _sharing(migration: Migration, from_source: list[Migration], of_definition: list[Migration]) -> Sharing:
    position = from_source.index(migration)
    return Sharing(
        source_stage=least_advanced(from_source),
        owns_source=position == 0,
        source_sharers=_others(migration, from_source),
        merged_definition=merged_definition(of_definition),
        definition_owner=of_definition[0].name,
        definition_sharers=_others(migration, of_definition),
        imports_definition=any(one.settings.import_version for one in of_definition),
        follows=from_source[position - 1].name if position else None,
    )


def _others(migration: Migration, group: list[Migration]) -> tuple[str, ...]:
    return tuple(other.name for other in group if other is not migration)


def merged_definition(group: Sequence[Migration]) -> Definition:
    """What the sharers of one definition say about it together; `list_rules` has seen that they agree."""
    merged = group[0].definition
    for migration in group[1:]:
        stated = {name: getattr(migration.definition, name) for name in migration.definition.model_fields_set}
        merged = merged.model_copy(update={name: value for name, value in stated.items() if value is not None})
    return merged
