"""What is known of one migration when it is declared: judged, read from Azure, and seen among its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pulumi

from managed_image_to_gallery.azure.budgets import IMPORTS
from managed_image_to_gallery.component.already_there import already_there_faults
from managed_image_to_gallery.component.live_facts import read_facts
from managed_image_to_gallery.component.live_rules import live_faults
from managed_image_to_gallery.component.state.rules import component_faults
from managed_image_to_gallery.component.taking_over import TakenOver, taken_over
from managed_image_to_gallery.component.turns import made_by_this_run
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_component_args
from managed_image_to_gallery.config.sharing import sharing_alone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.component.run import Run
    from managed_image_to_gallery.component.state.own_state import OwnMigration
    from managed_image_to_gallery.component.turns import Made
    from managed_image_to_gallery.config.faults import Fault
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing


@dataclass(frozen=True)
class MigrationContext:
    """Everything that a component needs to declare its migration; nothing of it is read or judged again.

    waits_for: the gallery, the definition or the source image that a neighbour declares, and the version before it.
    gallery_is_declared: the stack declares the gallery, so that the instance must not.
    left_over: migrations of the state that the config does not name any more; what they shared is handed on.
    made: the budgets of Azure's that this run takes the migration's resources from.
    taken: what is imported in this run, or was in an earlier one.
    """

    migration: Migration
    sharing: Sharing
    facts: MigrationFacts
    waits_for: Sequence[pulumi.Resource] = field(default=())
    gallery_is_declared: bool = True
    left_over: Sequence[OwnMigration] = field(default=())
    made: Made = frozenset()
    taken: TakenOver = field(default=TakenOver())


def judged_alone(run: Run, name: str, args: Mapping[str, object]) -> MigrationContext:
    """The context of a component that is used by itself, from its arguments.

    Raises ConfigFaults with every fault, OwnStateUnreadable or AzureReadFailed; nothing is registered.
    """
    migration = parse_component_args(name, args, run.settings.subscription_id or "")
    run.leaving.abandon(migration.abandoned_versions)
    _refuse(component_faults(run.own_state, migration))
    sharing = sharing_alone(migration)
    (made,) = made_by_this_run(
        run.own_state, [migration], {migration.name: sharing}, is_preview=pulumi.runtime.is_dry_run()
    ).values()
    (facts,) = read_facts(run.settings, [migration], run.adopted_image, run.turns if IMPORTS in made else None)
    taken = taken_over(run.own_state, migration, sharing)
    faults = list(live_faults(migration, sharing, facts))
    if not run.readopts:
        faults += already_there_faults(run.own_state, migration, sharing, facts, taken)
    _refuse(faults)
    return MigrationContext(migration, sharing, facts, gallery_is_declared=False, made=made, taken=taken)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise ConfigFaults(faults)
