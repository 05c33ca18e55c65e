"""Which migrations of a stack a command is about: by name, and by the stage they are in. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.config.args import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.config.migration import Migration

BEFORE = {Stage.VALIDATED: Stage.PUBLISHED, Stage.RETIRED: Stage.VALIDATED}
"""The stage from which one is entered."""


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
        listed = ", ".join(f"{migration.name} is {migration.stage.value}" for migration in others)
        raise CommandFailed(f"Not in stage {stage}: {listed}.", "Stages are entered one at a time, in their order.")
    return [migration for migration in found if migration not in others]


def to_enter(
    migrations: Sequence[Migration], names: Sequence[str], stage: Stage, stages: Mapping[str, Stage]
) -> list[Migration]:
    """The migrations of these names that are to enter a stage; without names all that can. Raises CommandFailed.

    stages: what the stack has. A migration can enter when the stack has it in the stage before, or in that stage
    already, and the file says one of the two as well: it may be ahead (edited by hand) or behind (an older checkout).
    """
    both = (BEFORE[stage], stage)
    found = named(migrations, names)
    others = [one for one in found if stages.get(one.name) not in both or one.stage not in both]
    if names and others:
        listed = ", ".join(_standing(one, stages.get(one.name)) for one in others)
        remedy = "Stages are entered one at a time, in their order."
        raise CommandFailed(f"Not in stage {BEFORE[stage].value}: {listed}.", remedy)
    return [one for one in found if one not in others and (one.stage is not stage or stages.get(one.name) is not stage)]


def _standing(migration: Migration, stage: Stage | None) -> str:
    known = stage.value if stage else "not there"
    if stage is migration.stage:
        return f"{migration.name} is {known}"
    return f"{migration.name} is {known} in the stack and {migration.stage.value} in the file"


def entry_index(migration: Migration) -> int:
    """Where the migration stands in the config's list: `migrations[3]` → 3."""
    return int(migration.path.rsplit("[", 1)[1].rstrip("]"))
