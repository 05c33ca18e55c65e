"""The search for image versions that still need the image they were made from, in every gallery of a subscription.

A Shallow version copies nothing and needs its source as long as it exists; one that Azure is still building or
replicating, or failed to, may still read it (whether Azure survives the loss is not documented:
docs/reference/azure-galleries.md#shallow-versions). A finished Full version is a copy and needs nothing. Lists do not
say how far replication is, so each version from the image is asked for by itself; galleries and definitions have no
flat list of versions.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.answers import must_exist
from managed_image_to_gallery.azure.api_versions import GALLERIES_API_VERSION
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.children import listed_below
from managed_image_to_gallery.azure.models import SUCCEEDED, ImageReference
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.wire_references import Naming, key_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator

    from managed_image_to_gallery.azure.answer_sharing import Lists
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import ImageVersion, ReplicationStatus
    from managed_image_to_gallery.azure.resource_ids import ResourceId

_T = TypeVar("_T")

ReadVersion: TypeAlias = "Callable[[ResourceId], Awaitable[ImageVersion | None]]"
"""One image version with its replication status, None when it does not exist. Raises ReadFailed."""

SHALLOW = "Shallow image version"
UNFINISHED = "unfinished image version"
"""Kinds of references; what the version lacks is the reference's detail."""

_NOT_FOUND = "it is listed, and Azure does not find it by itself: ask again when it is gone from the list, or found"
_GALLERIES = "Microsoft.Compute/galleries"
_IMAGES = "/providers/microsoft.compute/images/"
_COMPLETED = "Completed"

READS = (f"{_GALLERIES}/read", f"{_GALLERIES}/images/read", f"{_GALLERIES}/images/versions/read")
"""Every action that this search takes."""


@dataclass(frozen=True)
class Candidate:
    """A version as the list has it, and the folded id of its source; None when that may be any image."""

    key: str | None
    body: JsonObject

    def may_be_from(self, only: str | None) -> bool:
        """Whether it is, or may be, from the image of this folded id; of None: from any managed image."""
        return self.key is None or (_IMAGES in self.key if only is None else self.key == only)


async def candidates(lists: Lists, subscription: str) -> list[Candidate]:
    """Every version in every gallery of a subscription that is made from something with an id. Raises ReadFailed.

    What vanishes between a list and the next has no versions any more.
    """
    what = f"list of galleries of subscription {subscription}"
    path = f"/subscriptions/{subscription}/providers/{_GALLERIES}"
    galleries = must_exist(await lists.list(path, f"api-version={GALLERIES_API_VERSION}", what), what)
    definitions = await _flat(_below(lists, one, "images") for one in galleries)
    versions = await _flat(_below(lists, one, "versions") for one in definitions)
    return [candidate for body in versions for candidate in _candidate(body)]


async def namings(
    read_version: ReadVersion, known: Iterable[Candidate], only: str | None, but: ResourceId | None = None
) -> list[Naming]:
    """Those that still need the image of this folded id (of None: any managed image), without `but`.

    Raises ReadFailed.
    """
    asked = (one for one in known if one.may_be_from(only) and not (but and same_id(str(one.body.get("id")), but)))
    return await _flat(_of_version(read_version, one) for one in asked)


def need_of(version: ImageVersion) -> tuple[str, str] | None:
    """Why a version still needs its source, as kind and detail; None when it is a copy that is complete everywhere."""
    return _by_itself(version) or _by_replication(version)


def _by_itself(version: ImageVersion) -> tuple[str, str] | None:
    if version.replication_mode == "Shallow":
        return SHALLOW, "it copies nothing and needs the image as long as it exists"
    if version.replication_mode != "Full":
        return UNFINISHED, f"replicationMode {version.replication_mode}"
    if version.provisioning_state != SUCCEEDED:
        return UNFINISHED, f"provisioningState {version.provisioning_state}"
    return None


def _by_replication(version: ImageVersion) -> tuple[str, str] | None:
    if version.replication is None:
        return UNFINISHED, "no replication status in Azure's answer"
    own = [region.name for region in version.target_regions]
    behind = list(_behind(version.replication, own))
    return (UNFINISHED, f"replication {', '.join(behind)}") if behind else None


def _behind(status: ReplicationStatus, own_regions: Iterable[str]) -> Iterator[str]:
    """What is not Completed: the whole, a region of its own list, a region that only the status names."""
    if status.aggregated_state != _COMPLETED:
        yield f"{status.aggregated_state} as a whole"
    for name in dict.fromkeys((*own_regions, *status.regions)):
        region = status.regions.get(name)
        if region is None or region.state != _COMPLETED:
            yield f"{region.state if region else 'not known'} in {name}"


async def _of_version(read_version: ReadVersion, candidate: Candidate) -> list[Naming]:
    listed = wire.image_version(candidate.body)
    need = _by_itself(listed)
    if need is None:
        version = await read_version(listed.id)
        need = need_of(version) if version is not None else (UNFINISHED, _NOT_FOUND)
    if need is None:
        return []
    kind, detail = need
    since = listed.published_date or ""
    return [Naming(candidate.key, ImageReference(str(listed.id), kind, "", detail=detail, since=since))]


def _candidate(body: JsonObject) -> list[Candidate]:
    """The version, unless it is from disks, snapshots or a machine and so names no image."""
    profile = Body("image version", body).optional_object("properties", "storageProfile")
    named = profile.optional_text("source", "id") if profile is not None else None
    return [Candidate(key_of(named) if named else None, body)] if named or profile is None else []


async def _below(lists: Lists, parent: JsonObject, segment: str) -> list[JsonObject]:
    return await listed_below(lists, str(wire.resource_id(Body("gallery", parent))), segment, GALLERIES_API_VERSION)


async def _flat(reads: Iterable[Coroutine[object, object, list[_T]]]) -> list[_T]:
    """All that is read side by side."""
    return [item for found in await asyncio.gather(*reads) for item in found]
