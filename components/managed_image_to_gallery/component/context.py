"""What is known of one migration when it is declared: judged, read from Azure, and seen among its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pulumi

from managed_image_to_gallery.azure.budgets import IMPORTS
from managed_image_to_gallery.component.already_there import already_there_faults
from managed_image_to_gallery.component.beside import missing_in_state
from managed_image_to_gallery.component.late_arguments import plain_arguments
from managed_image_to_gallery.component.live_reads import read_facts
from managed_image_to_gallery.component.live_rules import live_faults
from managed_image_to_gallery.component.state.former_names import adopted_image
from managed_image_to_gallery.component.state.rules import component_faults
from managed_image_to_gallery.component.taking_over import TakenOver, taken_over
from managed_image_to_gallery.component.turns import made_by_this_run
from managed_image_to_gallery.config.faults import ConfigFaults
from managed_image_to_gallery.config.parse import parse_component_args
from managed_image_to_gallery.config.sharing import sharing_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.azure.turns import Turns
    from managed_image_to_gallery.component.live_facts import MigrationFacts
    from managed_image_to_gallery.component.run import Run
    from managed_image_to_gallery.component.state.own_state import OwnMigration, OwnState
    from managed_image_to_gallery.component.turns import Made
    from managed_image_to_gallery.config.faults import Fault
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing


UNDECIDED_TEXT = (
    "{}: {} will be known in the update only. The gallery, the definition, the version and the gate are judged then, "
    "before anything of this migration is changed; a preview lets no source image be deleted without that."
)


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


def contexts_of(
    settings: AzureSettings,
    own: OwnState,
    migrations: Sequence[Migration],
    sharing: Mapping[str, Sharing],
    made: Mapping[str, Made],
    turns: Turns | None = None,
) -> list[MigrationContext]:
    """What is known of each migration once Azure is read, in their order, each still without its neighbours.

    sharing, made: by the migrations' names. turns: of the run, which are told what Azure has left.

    Raises AzureReadFailed.
    """
    facts = read_facts(
        settings,
        migrations,
        lambda one: adopted_image(own, one),
        turns,
        lambda one: missing_in_state(own, one, sharing[one.name]),
        imports=any(IMPORTS in budgets for budgets in made.values()),
    )
    return [
        MigrationContext(
            one,
            sharing[one.name],
            found,
            made=made.get(one.name, frozenset()),
            taken=taken_over(own, one, sharing[one.name]),
        )
        for one, found in zip(migrations, facts, strict=True)
    ]


def faults_of(own: OwnState, context: MigrationContext, *, readopts: bool = False) -> Iterator[Fault]:
    """What Azure, as it was read, has against a migration. readopts: see `already_there_faults`."""
    migration, sharing, facts = context.migration, context.sharing, context.facts
    yield from live_faults(migration, sharing, facts)
    yield from already_there_faults(own, migration, sharing, facts, context.taken, readopts=readopts)


def judged_alone(run: Run, name: str, args: Mapping[str, object]) -> MigrationContext:
    """The context of a component that is used by itself, from its arguments.

    Raises ConfigFaults with every fault, OwnStateUnreadable or AzureReadFailed; nothing is registered.
    """
    is_preview = pulumi.runtime.is_dry_run()
    plain, late = plain_arguments(name, args, is_preview=is_preview)
    try:
        return _judged(
            run, parse_component_args(name, plain, run.settings.subscription_id or "", late=late), is_preview
        )
    except ConfigFaults as found:
        raise ConfigFaults(late.told(found.faults, name)) from None


def _judged(run: Run, migration: Migration, is_preview: bool) -> MigrationContext:
    run.leaving.abandon(migration.abandoned_versions)
    _refuse(component_faults(run.own_state, migration))
    sharing = sharing_alone(migration)
    by_name = {migration.name: sharing}
    made = made_by_this_run(run.own_state, [migration], by_name, is_preview=is_preview)
    (context,) = contexts_of(run.settings, run.own_state, [migration], by_name, made, run.turns)
    _refuse(list(faults_of(run.own_state, context, readopts=run.readopts)))
    if migration.late.undecided:
        pulumi.log.warn(UNDECIDED_TEXT.format(migration.name, ", ".join(migration.late.undecided)))
    return replace(context, waits_for=migration.late.depends_on, gallery_is_declared=False)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise ConfigFaults(faults)
