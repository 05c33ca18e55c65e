"""Which migrations of a stack a command is about. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery_migrate.failures import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.migration import Migration


def named(migrations: Sequence[Migration], names: Sequence[str]) -> list[Migration]:
    """The migrations of these names, all when there is none, in config order. Raises CommandFailed."""
    known = {migration.name for migration in migrations}
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(sorted(known)) or "none"
        raise CommandFailed(f"The config has no migration {', '.join(unknown)}.", f"It has: {listed}.")
    return [migration for migration in migrations if not names or migration.name in names]


def in_stage(migrations: Sequence[Migration], names: Sequence[str], stage: str) -> list[Migration]:
    """The migrations of these names, which must be in a stage; without names all that are. Raises CommandFailed."""
    found = named(migrations, names)
    others = [migration for migration in found if migration.stage.value != stage]
    if names and others:
        told = ", ".join(f"{migration.name} is {migration.stage.value}" for migration in others)
        raise CommandFailed(f"Not in stage {stage}: {told}.", "Stages are entered one at a time, in their order.")
    return [migration for migration in found if migration not in others]


def entry_index(migration: Migration) -> int:
    """Where the migration stands in the config's list: `migrations[3]` → 3."""
    return int(migration.path.rsplit("[", 1)[1].rstrip("]"))
