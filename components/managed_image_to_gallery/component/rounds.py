"""Whether the engine works on as many versions at once as a run will create, and what it costs if not.

Replication takes Azure tens of minutes, whatever the number of versions; the engine waits for each one in a slot of
its own, four per core unless it is told otherwise (docs/performance.md).
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from pulumi.runtime.settings import SETTINGS

from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.component.context import MigrationContext

MOST_AT_ONCE = 100
"""What is advised at most: as many as `gallery-migrate` has the engine work on."""


def slots_of_this_run() -> int | None:
    """How many resources the engine works on at once; None where it does not say."""
    parallel: object = getattr(SETTINGS, "parallel", None)  # a descriptor that type checkers cannot follow
    return int(parallel) if isinstance(parallel, int | str) and str(parallel).isdigit() and int(parallel) > 0 else None


def versions_to_create(migrations: Iterable[MigrationContext]) -> int:
    """How many versions this run creates, as far as Azure has been asked."""
    managed = [one for one in migrations if not one.migration.is_existing]
    return sum(one.migration.stage is Stage.PUBLISHED and one.facts.version is None for one in managed)


def advice(versions: int, slots: int | None) -> str | None:
    """What to type so that the versions replicate side by side; None when they do."""
    best = min(versions, MOST_AT_ONCE)
    if slots is None or slots >= best:
        return None
    return (
        f"{versions} versions are to be created, and the engine works on {slots} resources at once: they replicate in "
        f"{ceil(versions / slots)} rounds, each as long as one replication. To let them replicate side by side, run "
        f"`pulumi up --parallel {best}`, or set PULUMI_PARALLEL={best}."
    )
