"""Which migrations of a stack a command is about: by name, and by the stage they are in. Pure."""

from __future__ import annotations

import fnmatch
from difflib import get_close_matches
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import counted, listed
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.config.migration import Migration

BEFORE = {Stage.VALIDATED: Stage.PUBLISHED, Stage.RETIRED: Stage.VALIDATED}
"""The stage from which one is entered."""

ORDER = (Stage.PUBLISHED, Stage.VALIDATED, Stage.RETIRED)

_MOST_NEAR = 5
_MOST_NAMES = 10
"""As many names as are worth reading where none is like the one that was given."""


def named(migrations: Sequence[Migration], names: Sequence[str]) -> list[Migration]:
    """The migrations of these names, all when there is none, in config order. Raises CommandFailed."""
    known = {migration.name for migration in migrations}
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        images = [one.name for one in migrations for text in unknown if _is_image_of(text, one)]
        raise CommandFailed(f"The config has no migration {', '.join(unknown)}.", _near(unknown, sorted(known), images))
    return [migration for migration in migrations if not names or migration.name in names]


def _is_image_of(text: str, migration: Migration) -> bool:
    """Whether somebody wrote the source image, as its name, `group/name` or id, in place of the migration."""
    source = migration.source_as_written
    spellings = (source.name, f"{source.resource_group}/{source.name}", str(source))
    return text.casefold() in [one.casefold() for one in spellings]


def _near(unknown: Sequence[str], known: Sequence[str], images: Sequence[str]) -> str:
    """What may have been meant, first the migrations of what is an image (`images`); all names only where they are few.

    Wildcards are not taken, because what is changed is to be read in the command; what they fit is told.
    """
    folded = {name.casefold(): name for name in known}
    near = [*images, *(folded[one] for text in unknown for one in fnmatch.filter(folded, text.casefold()))]
    near += [folded[one] for name in unknown for one in get_close_matches(name.casefold(), folded, _MOST_NEAR, 0.6)]
    near += [one for name in unknown for one in known if name and one.casefold().startswith(name.casefold())]
    if near:
        return f"Did you mean {listed(list(dict.fromkeys(near)), _MOST_NEAR)}?"
    if len(known) <= _MOST_NAMES:
        return f"It has: {', '.join(known) or 'none'}."
    return f"It has {counted(len(known), 'migration')}: `gallery-migrate status` lists them."


def already(
    migrations: Sequence[Migration], names: Sequence[str], stage: Stage, stages: Mapping[str, Stage]
) -> list[Migration]:
    """Those of these names that are in the stage, or past it, in the stack (`stages`) and in the file.

    What is published can be published again, with other regions, say; so there it is those past it. Raises
    CommandFailed.
    """
    reached = ORDER[max(1, ORDER.index(stage)) :]
    found = named(migrations, names) if names else []
    return [one for one in found if one.stage in reached and stages.get(one.name) in reached]


def to_publish(migrations: Sequence[Migration], names: Sequence[str], stages: Mapping[str, Stage]) -> list[Migration]:
    """The migrations of these names that the file wants published; without names all of them. Raises CommandFailed."""
    found = named(migrations, names)
    others = [one for one in found if one.stage is not Stage.PUBLISHED]
    if names and others:
        raise _not_in(Stage.PUBLISHED, others, stages)
    return [one for one in found if one not in others]


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
        raise _not_in(BEFORE[stage], others, stages)
    return [one for one in found if one not in others and (one.stage is not stage or stages.get(one.name) is not stage)]


def _not_in(stage: Stage, others: Sequence[Migration], stages: Mapping[str, Stage]) -> CommandFailed:
    standing = ", ".join(_standing(one, stages.get(one.name)) for one in others)
    return CommandFailed(
        f"Not in stage {stage.value}: {standing}.", "Stages are entered one at a time, in their order."
    )


def _standing(migration: Migration, stage: Stage | None) -> str:
    known = stage.value if stage else "not there"
    if stage is migration.stage:
        return f"{migration.name} is {known}"
    return f"{migration.name} is {known} in the stack and {migration.stage.value} in the file"


def entry_index(migration: Migration) -> int:
    """Where the migration stands in the config's list: `migrations[3]` → 3."""
    return int(migration.path.rsplit("[", 1)[1].rstrip("]"))
