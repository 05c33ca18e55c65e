"""Rules between the migrations of one stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.config.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.config.definition_models import Definition
    from managed_image_to_gallery.config.migration import Migration


def list_faults(migrations: Sequence[Migration]) -> Iterator[Fault]:
    """Everything in which migrations stand in each other's way."""
    yield from _one_version_once(migrations)
    yield from _one_name_once(migrations)
    yield from _definitions_agree(migrations)
    yield from _definitions_are_complete(migrations)
    yield from _identifiers_are_unique(migrations)


def _one_version_once(migrations: Sequence[Migration]) -> Iterator[Fault]:
    seen: dict[str, Migration] = {}
    for migration, version in ((one, version) for one in migrations for version in one.versions):
        first = seen.setdefault(version.key, migration)
        if first is migration:
            continue
        if first.source_id == migration.source_id:
            yield Fault(migration.path, migration.name, f"is the same migration as {first.path}", "Remove one of them.")
        else:
            yield Fault(
                f"{migration.path}.{'existingVersions' if migration.is_existing else 'version'}",
                str(version) if migration.is_existing else version.name,
                f"is taken by {first.path}, which has another source ({first.source_as_written})",
                "Name a version that was made from this source."
                if migration.is_existing
                else "Choose another version number.",
            )


def _one_name_once(migrations: Sequence[Migration]) -> Iterator[Fault]:
    seen: dict[str, Migration] = {}
    for migration in migrations:
        first = seen.setdefault(migration.name, migration)
        if first is not migration and first.version_id.key != migration.version_id.key:
            yield Fault(
                f"{migration.path}.name", migration.name, f"is the name of {first.path} too", "Give it another."
            )


def definition_groups(migrations: Sequence[Migration]) -> dict[str, list[Migration]]:
    """The migrations of each definition, in config order, by the definition's folded id.

    One whose versions others keep says nothing of their definition, and is not among them.
    """
    groups: dict[str, list[Migration]] = {}
    for migration in migrations:
        if migration.is_existing:
            continue
        groups.setdefault(migration.definition_id.key, []).append(migration)
    return groups


def _definitions_agree(migrations: Sequence[Migration]) -> Iterator[Fault]:
    for group in definition_groups(migrations).values():
        stated: dict[str, tuple[object, Migration]] = {}
        for migration in group:
            for key, value in _stated(migration.definition).items():
                first_value, first = stated.setdefault(key, (value, migration))
                if first_value != value:
                    yield Fault(
                        f"{migration.path}.definition.{key}",
                        value,
                        f"contradicts {first.path}.definition.{key} = {first_value!r}, the same definition",
                        "Say the same in both places, or give one of them a definition with another name.",
                    )


def _stated(definition: Definition) -> dict[str, object]:
    """What an entry says about its definition; an entry that gives only the name says nothing.

    The name is among it: two spellings of one name would be two resources to Pulumi and one to Azure.
    """
    stated = definition.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"existing"})
    return {**stated, "existing": definition.existing} if len(stated) > 1 or definition.existing else stated


def _definitions_are_complete(migrations: Sequence[Migration]) -> Iterator[Fault]:
    for group in definition_groups(migrations).values():
        if any(migration.definition.existing for migration in group):
            continue
        for key in ("publisher", "offer", "sku"):
            if all(getattr(migration.definition, key) is None for migration in group):
                yield Fault(
                    f"{group[0].path}.definition.{key}",
                    None,
                    "is required to create the definition",
                    "Add it, or set existing: true for a definition that is managed elsewhere.",
                )


def _identifiers_are_unique(migrations: Sequence[Migration]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], Migration] = {}
    for migration in migrations:
        definition = migration.definition
        if not (definition.publisher and definition.offer and definition.sku):
            continue
        triple = (definition.publisher, definition.offer, definition.sku)
        folded = (migration.gallery_id.key, *(part.lower() for part in triple))
        first = seen.setdefault(folded, migration)
        if first.definition_id.key != migration.definition_id.key:
            yield Fault(
                f"{migration.path}.definition",
                "/".join(triple),
                f"publisher, offer and sku are those of {first.path}.definition; they are unique in a gallery",
                "Change one of the three.",
            )
