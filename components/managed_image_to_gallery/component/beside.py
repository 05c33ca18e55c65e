"""What a migration makes beside image, gallery, definition and version: locks, roles, machines that boot from it.

The provider creates none of it where Azure has it already, and Azure assigns a role once to a principal, whatever the
assignment is called. So what the state lacks is looked for in Azure before anything is registered. Nothing is proven by
it: where the identity may not look, the update will tell.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import AccessDenied, RightsNotProven, SignInFailed
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.component.boot_test.resources import IN_EVERY_NAME, resources_of
from managed_image_to_gallery.component.state.resource_types import (
    DEFINITION_SUFFIX,
    GALLERY_SUFFIX,
    LOCK,
    ROLE,
    VERSION_SUFFIX,
    name_of_lock,
    name_of_role,
)
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.config.gallery_parts.rules import role_guid
from managed_image_to_gallery.config.late import SOME_GUID

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator, Sequence

    from managed_image_to_gallery.azure.reader import AzureReader
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.component.state.own_state import OwnState
    from managed_image_to_gallery.config.gallery_parts.models import Lock, RoleAssignment
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.config.sharing import Sharing

_LOCKS = "/providers/Microsoft.Authorization/locks/"


@dataclass(frozen=True)
class Companion:
    """One such resource, which goes with a gallery, a definition or a version.

    path: where the config asks for it. names: those that it may have in the state, whatever the migration was called.
    on: what a lock or a role is on; of a machine and its network their own id. lock: the lock's name in Azure. role:
    the role's GUID and the principal.
    """

    path: str
    kind: str
    names: frozenset[str]
    on: ResourceId
    lock: str = ""
    role: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class FoundCompanion:
    """A companion that Azure has, by its id there."""

    companion: Companion
    id: str


def missing_in_state(own: OwnState, migration: Migration, sharing: Sharing) -> list[Companion]:
    """What an update would make beside the version; nothing where a preview does not know where that would be."""
    if migration.late.undecided:
        return []
    called = [migration.name, *(one.name for one in own.of_version(migration.version_id))]
    companions = [
        *_of_gallery(migration, called),
        *_of_version(migration, sharing, called),
        *_of_test(migration, called),
    ]
    return [one for one in companions if not any((one.kind, name) in own.declared for name in one.names)]


async def found_in_azure(
    reader: AzureReader, subscription_id: str, companions: Sequence[Companion]
) -> list[FoundCompanion]:
    """Those that Azure has. Raises ReadFailed, but for a right too few."""
    access = [one for one in companions if one.kind in (LOCK, ROLE)]
    tests = [one for one in companions if one.kind not in (LOCK, ROLE)]
    reads = [_granted(reader, one) for one in access]
    if tests:
        reads.append(_of_tests(reader, subscription_id, tests))
    return [one for found in await asyncio.gather(*map(_where_allowed, reads)) for one in found]


async def _where_allowed(read: Awaitable[list[FoundCompanion]]) -> list[FoundCompanion]:
    try:
        return await read
    except SignInFailed:
        raise
    except (AccessDenied, RightsNotProven):
        return []


async def _granted(reader: AzureReader, companion: Companion) -> list[FoundCompanion]:
    """A lock of the same name on the same resource, or the same role of the same principal."""
    if companion.kind == LOCK:
        lock = f"{companion.on}{_LOCKS}{companion.lock}"
        there = [one.id for one in await reader.locks(companion.on) if same_id(one.id, lock)]
    else:
        assigned = await reader.role_assignments(companion.on)
        there = [one.id for one in assigned if (one.role, one.principal_id) == companion.role]
    return [FoundCompanion(companion, one) for one in there[:1]]


async def _of_tests(reader: AzureReader, subscription_id: str, companions: Sequence[Companion]) -> list[FoundCompanion]:
    """The list says where to look: it may still have what was deleted minutes ago."""
    listed = await reader.named_like(subscription_id, IN_EVERY_NAME)
    likely = [one for one in companions if (one.on if len(one.on.types) == 1 else one.on.parent).key in listed]
    answers = await asyncio.gather(*(reader.is_there(one.on) for one in likely))
    return [FoundCompanion(one, str(one.on)) for one, is_there in zip(likely, answers, strict=True) if is_there]


def _of_gallery(migration: Migration, called: Sequence[str]) -> Iterator[Companion]:
    gallery, at = migration.gallery, migration.gallery_id
    if not gallery.create or migration.is_existing:
        return
    # As a whole stack calls it, or a component by itself.
    names = [gallery.name, *(f"{name}{GALLERY_SUFFIX}" for name in called)]
    yield from _lock(gallery.lock, "gallery.lock", names, at)
    yield from _assigned(gallery.role_assignments, "gallery", names, at)


def _of_version(migration: Migration, sharing: Sharing, called: Sequence[str]) -> Iterator[Companion]:
    if migration.is_existing:
        return
    at, path = migration.version_id, migration.path
    yield from _lock(migration.settings.lock, f"{path}.lock", [f"{name}{VERSION_SUFFIX}" for name in called], at)
    merged = sharing.merged_definition
    if sharing.definition_owner == migration.name and not merged.existing:
        sharers = [*called, *sharing.definition_sharers]
        names = [f"{name}{DEFINITION_SUFFIX}" for name in sharers]
        yield from _assigned(merged.role_assignments, f"{path}.definition", names, at.parent)


def _of_test(migration: Migration, called: Sequence[str]) -> Iterator[Companion]:
    if migration.stage is not Stage.PUBLISHED:
        return
    for alike in zip(*(resources_of(migration, name) for name in called), strict=True):
        names = frozenset(one.name for one in alike)
        yield Companion(f"{migration.path}.bootTest", alike[0].kind, names, alike[0].id)


def _lock(lock: Lock | None, path: str, names: Sequence[str], on: ResourceId) -> Iterator[Companion]:
    if lock is not None:
        yield Companion(path, LOCK, frozenset(map(name_of_lock, names)), on, lock=lock.name_on(on.name))


def _assigned(
    assignments: Sequence[RoleAssignment] | None, path: str, names: Sequence[str], on: ResourceId
) -> Iterator[Companion]:
    """A principal that will be known in the update only cannot be looked for."""
    for index, one in enumerate(assignments or ()):
        role, principal = role_guid(one.role_definition_id_or_name) or "", one.principal_id.lower()
        if principal == SOME_GUID:
            continue
        places = (principal, f"[{index}]")
        logical = frozenset(name_of_role(name, role, place) for name in names for place in places)
        yield Companion(f"{path}.roleAssignments[{index}]", ROLE, logical, on, role=(role, principal))
