"""A whole stack: its config judged, Azure asked once, one component per migration, everything shared declared once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import pulumi

from managed_image_to_gallery.azure.resource_ids import gallery_id
from managed_image_to_gallery.component.context import MigrationContext, contexts_of, faults_of
from managed_image_to_gallery.component.gallery import declare_gallery
from managed_image_to_gallery.component.managed_image_to_gallery import ManagedImageToGallery
from managed_image_to_gallery.component.rounds import advice, slots_of_this_run, versions_to_create
from managed_image_to_gallery.component.run import current_run
from managed_image_to_gallery.component.state.former_names import left_over
from managed_image_to_gallery.component.state.rules import stack_faults
from managed_image_to_gallery.component.turns import announcement, made_by_this_run
from managed_image_to_gallery.config.choices import ReferenceSweep
from managed_image_to_gallery.config.faults import ConfigFaults, named
from managed_image_to_gallery.config.parse import parse_stack_config
from managed_image_to_gallery.config.read import stack_config
from managed_image_to_gallery.config.sharing import sharing_by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from managed_image_to_gallery.component.run import Run
    from managed_image_to_gallery.config.args import ManagedImageToGalleryArgs
    from managed_image_to_gallery.config.definition_models import Definition
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import Gallery
    from managed_image_to_gallery.config.sharing import Sharing

NOTHING_LEFT = "The stack has nothing in its state: it is new, or nothing is left that could be destroyed."

Components = dict[str, ManagedImageToGallery]

_EXPORTED = ("takenAt", "digest", "unusable")
"""What of the evidence the stack exports."""


@dataclass(frozen=True)
class StackPlan:
    """What a stack declares: its gallery, and its migrations in config order, each with what is known of it."""

    gallery: Gallery
    migrations: tuple[MigrationContext, ...]


def plan_of_this_stack(run: Run, others: Iterable[str] = ()) -> StackPlan:
    """The stack's config, found faultless by itself, against the stack's own state, and against what Azure says now.

    Raises ConfigFaults with every fault, OwnStateUnreadable or AzureReadFailed. Nothing is registered. `others`: names
    of components that the program declares besides those of the config.
    """
    plan = parse_stack_config(stack_config(), run.subscription_id)
    names = {index: migration.name for index, migration in enumerate(plan.migrations)}
    run.leaving.abandon(plan.abandoned_versions)
    contradictions = stack_faults(run.own_state, plan.migrations, plan.abandoned_versions, others)
    if contradictions:
        raise ConfigFaults(named(contradictions, names))
    sharing = sharing_by_name(plan.migrations)
    made = made_by_this_run(run.own_state, plan.migrations, sharing, is_preview=pulumi.runtime.is_dry_run())
    gone = left_over(run.own_state, sharing)
    known = tuple(
        replace(one, left_over=gone)
        for one in contexts_of(run.settings, run.own_state, plan.migrations, sharing, made, run.turns)
    )
    faults = [fault for one in known for fault in faults_of(run.own_state, one, readopts=run.readopts)]
    if faults:
        # `pulumi destroy --run-program` runs the program also when everything is gone, the image too.
        raise ConfigFaults(named(faults, names), NOTHING_LEFT if run.own_state.is_empty else None)
    advised = advice(versions_to_create(known), slots_of_this_run())
    for text in filter(None, (advised, announcement(run.turns, made.values()))):
        pulumi.log.info(text)
    return StackPlan(plan.gallery, known)


def declare_stack(plan: StackPlan) -> Components:
    """Declare the gallery, if the stack makes it, and one component per migration, in config order."""
    shared: list[pulumi.Resource] = []
    if plan.gallery.create:
        run = current_run()
        at = gallery_id(run.subscription_id, plan.gallery.resource_group, plan.gallery.name)
        shared.append(declare_gallery(plan.gallery.name, plan.gallery, at, run.only_copies.before_delete))
    components: Components = {}
    for one in plan.migrations:
        migration, sharing = one.migration, one.sharing
        components[migration.name] = ManagedImageToGallery(
            migration.name,
            component_args(migration, sharing.merged_definition),
            _options(migration),
            context=replace(one, waits_for=[*shared, *_of_neighbours(sharing, components)]),
        )
    return components


def _options(migration: Migration) -> pulumi.ResourceOptions | None:
    """What the stack has under the former name is the same: children take part, for their names begin with it."""
    former = migration.settings.former_name
    return pulumi.ResourceOptions(aliases=[pulumi.Alias(name=former)]) if former else None


def component_args(migration: Migration, definition: Definition) -> ManagedImageToGalleryArgs:
    """The component's arguments for a migration of the config, as the state keeps them.

    `definition` is what all sharers of the definition say about it together.
    """
    args = {
        **migration.settings.model_dump(exclude_none=True, exclude={"name", "former_name"}),
        "definition": definition.model_dump(exclude_none=True),
        "gallery": migration.gallery.model_dump(exclude_none=True),
        "reference_subscriptions": list(migration.reference_subscriptions),
    }
    if migration.reference_sweep is not ReferenceSweep.SEARCHED:
        args["reference_sweep"] = migration.reference_sweep
    return cast("ManagedImageToGalleryArgs", args)


def exports(component: ManagedImageToGallery) -> dict[str, pulumi.Output[object]]:
    """What the program exports of a migration: where it stands, what it made, and which evidence it rests on.

    The engine prints every export that changes below the steps of a preview: with the whole evidence a delete would be
    far above the question. The state's record holds that; `gallery-migrate evidence` shows it.
    """
    return {
        "stage": component.stage,
        "versionId": component.version_id,
        "evidence": component.evidence.apply(_identified),
    }


def _identified(evidence: Mapping[str, object] | None) -> dict[str, object] | None:
    """When the evidence was taken, and its digest; or why it cannot be used."""
    return {key: evidence[key] for key in _EXPORTED if key in evidence} if evidence else None


async def settled(outputs: Mapping[str, Mapping[str, pulumi.Output[object]]]) -> None:
    """Wait until every resource has answered, for `pulumi.run`.

    A program need not: the SDK waits itself, but it then looks at all outputs again whenever one is known, which takes
    the square of their number (pulumi/runtime/stack.py, `wait_for_rpcs`). 100 migrations take a quarter less this way.
    """
    await asyncio.gather(*(pulumi.Output.from_input(each).future() for each in outputs.values()))


def _of_neighbours(sharing: Sharing, declared: Components) -> list[pulumi.Resource]:
    """What the neighbours before this migration declare for it: definition, source image, the version before."""
    owner, before = declared.get(sharing.definition_owner), declared.get(sharing.follows or "")
    source = next((declared[name].source_image for name in sharing.source_sharers if name in declared), None)
    found = (owner.image_definition if owner else None, source, before.image_version if before else None)
    return [resource for resource in found if resource is not None]
