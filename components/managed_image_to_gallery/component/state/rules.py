"""What the stack has adopted and published, against what the config says now: pure.

To the engine another subscription, an entry that was edited in place or lost are new resources, and old ones to delete.
What protects the old ones stops the update, but only after it has adopted an image a second time. So this is judged
before anything is registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.resource_ids import resource_id_or_none, same_id
from managed_image_to_gallery.component.state.former_names import is_former, left_over
from managed_image_to_gallery.component.state.own_state import key_of
from managed_image_to_gallery.component.state.resource_types import SOURCE_SUFFIX
from managed_image_to_gallery.config.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from managed_image_to_gallery.component.state.own_state import OwnMigration, OwnState
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.models import AbandonedVersion

PUT_IT_BACK = "Put it back; another one is a new entry beside this, with a version and a name of its own."
ADD_ONE = "Add an entry for an image. To destroy there is nothing left: `pulumi stack rm` removes the stack."
RUNBOOK = "docs/runbook.md"
GIVE_UP = f"To give the migration up see {RUNBOOK}, “A migration is given up”."


def stack_faults(
    own: OwnState,
    migrations: Sequence[Migration],
    abandoned: Iterable[AbandonedVersion],
    others: Iterable[str] = (),
) -> list[Fault]:
    """What of the whole stack's config contradicts its state; `others` are components that it declares besides."""
    others = list(others)
    if own.is_empty and not migrations and not others:
        return [Fault("migrations", [], "has no entry, and there is nothing in the stack", ADD_ONE)]
    elsewhere = list(dict.fromkeys(fault for one in migrations for fault in _other_subscription(own, one)))
    if elsewhere:  # all other differences follow from it
        return elsewhere
    lost = _lost(own, migrations, others)
    return [
        *(fault for one in migrations for fault in _changed(own, one, abandoned)),
        *(fault for one in lost for fault in _missed(one, own, migrations, abandoned)),
        *_adopted_twice(own),
    ]


def component_faults(own: OwnState, migration: Migration) -> list[Fault]:
    """The same for one component of a program that may have others, by its own arguments."""
    return list(_other_subscription(own, migration)) or list(_changed(own, migration, migration.abandoned_versions))


def _other_subscription(own: OwnState, migration: Migration) -> Iterator[Fault]:
    found = [_subscription(one, migration) for one in _named(own, migration)]
    wanted = migration.subscription_id
    if found and all(one not in (None, wanted) for one in found):
        yield Fault(
            "azure-native:subscriptionId",
            wanted,
            f"the stack's resources are in subscription {found[0]}, now {wanted} is set",
            "Set azure-native:subscriptionId back to it, or ARM_SUBSCRIPTION_ID where the config has none. "
            "Another subscription needs a stack of its own.",
        )


def _subscription(one: OwnMigration, migration: Migration) -> str | None:
    """Where the migration is by the state: its version, else the image that is named without a subscription."""
    by_name = migration.settings.source.id is None
    published = None if migration.is_existing else resource_id_or_none(one.version_id)
    known = published or (resource_id_or_none(one.source_id) if by_name else None)
    return known.subscription_id if known else None


def _changed(own: OwnState, migration: Migration, abandoned: Iterable[AbandonedVersion]) -> Iterator[Fault]:
    """The entry has the name of what is in the state, and names something else."""
    yield from _managed_here(own, migration)
    named = _named(own, migration)
    if not named:
        return
    if all(one.source_id and not same_id(one.source_id, migration.source_id) for one in named):
        rule = f"{migration.name} has adopted {named[0].source_id}, not {migration.source_as_written}"
        yield Fault(f"{migration.path}.source", _source(migration), rule, PUT_IT_BACK)
    if migration.late.undecided:
        return
    published = [one for one in named if "version" in one.parts and not _is_given_up(one, abandoned)]
    if published and all(one.version_id and not same_id(one.version_id, migration.version_id) for one in published):
        rule = f"{migration.name} was published as {published[0].version_id}"
        key, value = _edited(published[0], migration)
        yield Fault(key, value, rule, f"{PUT_IT_BACK} {GIVE_UP}")


def _managed_here(own: OwnState, migration: Migration) -> Iterator[Fault]:
    """What the stack manages would be deleted as soon as the config says that others keep it."""
    for version in migration.versions if migration.is_existing else ():
        if any("version" in one.parts for one in own.of_version(version)):
            rule = "is managed by this stack: it would be given up, not only read"
            remedy = "Put definition and version back: a version of the stack is proven all the same."
            yield Fault(f"{migration.path}.existingVersions", str(version), rule, remedy)


def _lost(own: OwnState, migrations: Sequence[Migration], others: Iterable[str]) -> list[OwnMigration]:
    """What no entry names any more; not what one has under another `name`, for which there are aliases."""
    return [
        one
        for one in left_over(own, [*(name for each in migrations for name in _names(each)), *others])
        if not any(is_former(own, one, each) for each in migrations)
    ]


def _names(migration: Migration) -> list[str]:
    """Its name, and the one that the config says it had."""
    return [name for name in (migration.name, migration.settings.former_name) if name]


def _named(own: OwnState, migration: Migration) -> list[OwnMigration]:
    return [one for name in _names(migration) for one in own.named(name)]


def _missed(
    one: OwnMigration, own: OwnState, migrations: Sequence[Migration], abandoned: Iterable[AbandonedVersion]
) -> Iterator[Fault]:
    """A lost migration that has published or adopted something."""
    from_source = [each for each in migrations if same_id(one.source_id or "", each.source_id)]
    if one.parts & {"version", "evidence"} and not _is_given_up(one, abandoned):
        rule = f"{one.name} was published as {one.version_id or 'a version'} from {one.source_id or 'its image'}"
        new = next((each for each in from_source if not _named(own, each)), None)
        if new is not None:
            key, value = _edited(one, new)
            yield Fault(key, value, f"{rule}; its entry was changed in place", f"{PUT_IT_BACK} {GIVE_UP}")
        else:
            yield Fault("migrations", None, f"{rule}, and has no entry any more", f"Put its entry back. {GIVE_UP}")
    elif "source" in one.parts and not from_source:
        rule = f"{one.name} has no entry any more, and its source image {one.source_id or ''} is still in the state"
        remedy = (
            "Put its entry back. If the state has the image twice, `gallery-migrate resume` takes one out of it. "
            "To let the stack forget the migration: "
            f"`pulumi state delete --force --target-dependents '{one.urn}'`. All of this deletes nothing in Azure."
        )
        yield Fault("migrations", None, rule, remedy)


def _adopted_twice(own: OwnState) -> Iterator[Fault]:
    holders: dict[str, list[OwnMigration]] = {}
    for one in own.migrations:
        if "source" in one.parts and one.source_id:
            holders.setdefault(key_of(one.source_id), []).append(one)
    for several in holders.values():
        if len(several) > 1:
            names = " and ".join(f"{one.name}{SOURCE_SUFFIX}" for one in several)
            rule = f"the state has the source image {several[0].source_id} more than once, as {names}"
            remedy = (
                "Run `gallery-migrate resume`: it takes all but one out of the state, and deletes nothing in Azure "
                f"({RUNBOOK}, “An image was adopted twice, or another one in its place”)."
            )
            yield Fault("migrations", None, rule, remedy)


def _edited(one: OwnMigration, migration: Migration) -> tuple[str, object]:
    """Path and value of the first part of a version's id that is not what the state has."""
    before, now = resource_id_or_none(one.version_id), migration.version_id
    if before is not None and before.key != now.key:
        if before.parent.parent.key != now.parent.parent.key:
            return "gallery", str(migration.gallery_id)
        if before.parent.key != now.parent.key:
            return f"{migration.path}.definition.name", migration.definition.name
    return f"{migration.path}.version", migration.version_id.name


def _source(migration: Migration) -> str:
    given = migration.settings.source
    return given.id or f"{given.resource_group}/{given.name}"


def _is_given_up(one: OwnMigration, abandoned: Iterable[AbandonedVersion]) -> bool:
    return any(same_id(one.version_id or "", version.id) for version in abandoned)
