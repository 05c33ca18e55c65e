"""Under which names the state has what a migration declares today, its record of adoption among it: pure.

A name is the engine's, not Azure's: another `name` in the config, or an entry that left what it shared to a neighbour,
must not make the engine adopt an image a second time. Each child is given its aliases itself: those that it inherits
from its component are gone when an update has ended after the component and before the child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import pulumi

from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.state.resource_types import without_api_version
from managed_image_to_gallery.gate.adopted import adopted_from_dict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from managed_image_to_gallery.component.state.own_state import OwnMigration, OwnState
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.adopted import AdoptedImage


def renamed_from(own: OwnState, migration: Migration) -> list[OwnMigration]:
    """What the state has of the same version from the same image under another name."""
    return [one for one in own.from_source(migration.source_id) if is_former(own, one, migration)]


def is_former(own: OwnState, one: OwnMigration, migration: Migration) -> bool:
    """Whether what the state has under one name is the migration's, under another one.

    Where an update ended half-way, the state has the component under its new name and some children under the old one.
    Without the component it does not say which version they belong to: they are the migration's whose own is missing.
    """
    if migration.late.undecided or one.name == migration.name or not same_id(one.source_id or "", migration.source_id):
        return False
    if one.version_id or one.has_component:
        return same_id(one.version_id or "", migration.version_id)
    complete = any("version" in each.parts for each in own.named(migration.name))
    return not complete and one.version_number in (None, migration.version_id.name)


def left_over(own: OwnState, names: Iterable[str]) -> list[OwnMigration]:
    """What the state has of migrations that the config does not name any more."""
    known = frozenset(names)
    return [one for one in own.migrations if one.name not in known]


def adopted_image(state: OwnState, migration: Migration) -> AdoptedImage | None:
    """The image of a migration as adopted; None where the state has no record, or several that contradict each other.

    A version is made by one migration, whatever its name is now: a component that is renamed with an alias, or moved
    below another one, has its record under the old URN until the update is done.
    """
    known = [*state.of_version(migration.version_id), *renamed_from(state, migration)] or state.named(migration.name)
    records = (adopted_from_dict(one.adopted) for one in known)
    by_digest = {record.digest: record for record in records if record is not None}
    return next(iter(by_digest.values())) if len(by_digest) == 1 else None


def sources_of(former: Iterable[OwnMigration], migration: Migration) -> list[OwnMigration]:
    """Those that declared this migration's source image."""
    return [one for one in former if "source" in one.parts and same_id(one.source_id or "", migration.source_id)]


def definitions_of(former: Iterable[OwnMigration], migration: Migration) -> list[OwnMigration]:
    """Those that declared this migration's definition."""
    known = [one for one in former if "definition" in one.parts]
    return [one for one in known if same_id(one.definition_id or "", migration.definition_id)]


def without_type_aliases(needed: Collection[str]) -> pulumi.ResourceTransformation:
    """A transformation (`ResourceOptions.transformations`) that takes the SDK's type aliases off a resource.

    The SDK gives each resource an alias for every API version under which its type was ever published: 27 to an image,
    14 to a definition and to a version. Each is computed with several tasks and sent to the engine in every run. They
    serve states that have such a type, which this component never wrote by itself: `needed` are those that the state
    has all the same. Aliases of any other kind stay.
    """

    def transformed(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        known = args.opts.aliases or ()
        args.opts.aliases = [one for one in known if not _is_type_alias(one) or one.type_ in needed]
        return pulumi.ResourceTransformationResult(args.props, args.opts)

    return transformed


def with_former_names(name: str, renamed: Sequence[OwnMigration]) -> pulumi.ResourceTransformation:
    """A transformation of the component `name` and its children: each is what it was below one of `renamed`."""

    def transformed(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        before = [f"{one.urn}" for one in renamed] if args.name == name else []
        suffix = args.name.removeprefix(name) if args.name.startswith(f"{name}-") else ""
        below = [pulumi.Alias(name=f"{one.name}{suffix}", parent=one.urn) for one in renamed] if suffix else []
        args.opts.aliases = [*(args.opts.aliases or ()), *before, *below]
        return pulumi.ResourceTransformationResult(args.props, args.opts)

    return transformed


def aliases_of(former: Iterable[OwnMigration], suffix: str) -> list[pulumi.Alias]:
    """Aliases `<name><suffix>` below each of these, as the state has them."""
    return [pulumi.Alias(name=f"{one.name}{suffix}", parent=one.urn) for one in former]


def aliases_under(component: pulumi.ComponentResource, neighbours: Iterable[str], suffix: str) -> list[pulumi.Alias]:
    """Aliases `<neighbour><suffix>` below each neighbour, a component of the same type beside this one.

    With them, a shared child passes from one owner to the next when the config's order changes; without, the engine
    would delete it under one URN and make it under another.
    """
    return [
        pulumi.Alias(name=f"{neighbour}{suffix}", parent=_sibling(component, neighbour)) for neighbour in neighbours
    ]


def _sibling(component: pulumi.ComponentResource, name: str) -> pulumi.Output[str]:
    return component.urn.apply(lambda urn: f"{urn.rsplit('::', 1)[0]}::{name}")


def _is_type_alias(alias: object) -> TypeGuard[pulumi.Alias]:
    if not isinstance(alias, pulumi.Alias) or not isinstance(alias.type_, str):
        return False
    others: list[object] = [alias.name, alias.parent, alias.stack, alias.project]
    return all(one is ... for one in others) and without_api_version(alias.type_) is not None
