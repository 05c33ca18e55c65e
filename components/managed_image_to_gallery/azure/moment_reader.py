"""What Azure is at one moment, as `models`: single resources and lists, each read once.

None, or an empty list of children, is answered only when Azure itself says that the resource does not exist; whatever
could not be answered raises a ReadFailed.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.answer_sharing import AnswerCache, SharedLists
from managed_image_to_gallery.azure.answers import must_exist
from managed_image_to_gallery.azure.api_versions import (
    BIN_API_VERSION,
    COMPUTE_API_VERSION,
    GALLERIES_API_VERSION,
    LOCKS_API_VERSION,
    NETWORK_API_VERSION,
    RESOURCES_API_VERSION,
    ROLES_API_VERSION,
    SUBSCRIPTIONS_API_VERSION,
)
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.children import listed_below
from managed_image_to_gallery.azure.errors import MalformedAnswer, ReadFailed
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.rights import LOCKS_READS, RESOURCES_READS, permissions_at, prove_rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import (
        Gallery,
        ImageDefinition,
        ImageVersion,
        ManagedImage,
        ResourceLock,
        RoleAssignment,
        RunCommandResult,
        VirtualMachine,
    )
    from managed_image_to_gallery.azure.permissions import Permission
    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.resource_manager import ResourceManager

FEW = 3
"""So many resources of one list are read by themselves: the list may hold thousands."""

_T = TypeVar("_T")


class MomentReader:
    """Reads Azure once: what it has read it does not read again. Belongs to the event loop it was made in."""

    def __init__(self, resource_manager: ResourceManager) -> None:
        self._resource_manager = resource_manager
        self._lists = SharedLists(resource_manager, AnswerCache())
        self._bodies: AnswerCache[JsonObject | None] = AnswerCache()
        self._versions: AnswerCache[ImageVersion | None] = AnswerCache()
        self._definitions: AnswerCache[list[ImageDefinition]] = AnswerCache()
        self._images_created: AnswerCache[dict[str, str]] = AnswerCache()

    @property
    def remaining(self) -> Mapping[str, int]:
        """What Azure's answers said is left of its budgets for reads, by the names that it has for them."""
        return self._resource_manager.remaining

    @property
    def age(self) -> float:
        """For how many seconds it has been there, with whoever shares it: so old may be what it has read first."""
        return self._resource_manager.age

    @property
    def waited(self) -> float:
        """For how many seconds in all Azure has made the reads of this reader wait, because it throttles them."""
        return self._resource_manager.waited

    @property
    def version_lists(self) -> int:
        """How many definitions this reader has listed the versions of."""
        return sum("/versions?" in asked for asked in self._lists.asked)

    async def read_ahead(self, resources: Iterable[ResourceId]) -> None:
        """Read images, definitions or versions that will be asked for by the lists they are in, where they are many.

        A body in a list is the one that a read of the resource gives, but for a version's replication status
        (docs/reference/azure-galleries.md#lists): who proves something by a version does not read it ahead. What a list
        does not have, or a list that Azure refuses, is no answer: such a resource is read by itself when it is asked
        for.
        """
        by_list: dict[str, dict[str, ResourceId]] = {}
        for resource in resources:
            by_list.setdefault(resource.key.rsplit("/", 1)[0], {})[resource.key] = resource
        many = [list(wanted.values()) for wanted in by_list.values() if len(wanted) > FEW]
        await asyncio.gather(*(self._read_list(str(wanted[0]).rsplit("/", 1)[0], wanted) for wanted in many))

    async def _read_list(self, path: str, wanted: Sequence[ResourceId]) -> None:
        query = f"api-version={COMPUTE_API_VERSION}" if len(wanted[0].types) == 1 else _GALLERY_QUERY
        try:
            bodies = await self._lists.list(path, query, f"list {path}")
        except ReadFailed:
            return
        found = {str(body.get("id")).lower(): body for body in bodies or []}
        listed = [resource.key for resource in wanted if resource.key in found]
        await asyncio.gather(*(self._bodies.remember(key, found[key]) for key in listed))

    async def image(self, image: ResourceId) -> ManagedImage | None:
        """A managed image."""
        query = f"api-version={COMPUTE_API_VERSION}"
        return await self._one(image, query, "managed image", wire.managed_image)

    async def gallery(self, gallery: ResourceId) -> Gallery | None:
        """An Azure Compute Gallery."""
        return await self._one(gallery, _GALLERY_QUERY, "gallery", wire.gallery)

    async def definition(self, definition: ResourceId) -> ImageDefinition | None:
        """An image definition."""
        return await self._one(definition, _GALLERY_QUERY, "image definition", wire.image_definition)

    async def version(self, version: ResourceId) -> ImageVersion | None:
        """An image version with its replication status, which Azure leaves out unless it is asked for."""
        return await self._one(version, _VERSION_QUERY, "image version", wire.image_version)

    async def virtual_machine(self, machine: ResourceId) -> VirtualMachine | None:
        """A virtual machine with its instance view."""
        return await self._one(machine, _INSTANCE_VIEW_QUERY, "virtual machine", wire.virtual_machine)

    async def run_command(self, command: ResourceId) -> RunCommandResult | None:
        """What a run command of a virtual machine came to."""
        return await self._one(command, _INSTANCE_VIEW_QUERY, "run command", wire.run_command_result)

    async def images(self, subscription_id: str) -> list[ManagedImage]:
        """All managed images of a subscription."""
        path = f"/subscriptions/{subscription_id}/providers/Microsoft.Compute/images"
        what = f"list of managed images of subscription {subscription_id}"
        bodies = must_exist(await self._resource_manager.list(path, f"api-version={COMPUTE_API_VERSION}", what), what)
        return [wire.managed_image(body) for body in bodies]

    async def images_created(self, subscription_id: str) -> dict[str, str]:
        """When each managed image of a subscription was made, as Azure spells the time, by folded id.

        An image says nothing of its age; Resource Manager's own list of resources does, with `$expand=createdTime`
        (learn.microsoft.com/rest/api/resources/resources/list: createdTime is among the properties that may be
        expanded).
        """
        subscription = subscription_id.lower()
        await prove_rights(self._lists, subscription, RESOURCES_READS)
        return await self._images_created.get(subscription, lambda: self._read_images_created(subscription))

    async def _read_images_created(self, subscription_id: str) -> dict[str, str]:
        path = f"/subscriptions/{subscription_id}/resources"
        what = f"list of resources of subscription {subscription_id}"
        bodies = must_exist(await self._lists.list(path, _IMAGES_CREATED, what), what)
        made: dict[str, str] = {}
        for body in (Body(what, one) for one in bodies):
            image, created = body.text("id").lower(), body.optional_text("createdTime")
            if created and made.setdefault(image, created) != created:
                raise MalformedAnswer(what, message=f"it has {image} twice, made {made[image]} and {created}")
        return made

    async def image_created(self, image: ResourceId) -> str | None:
        """When a managed image was made; None where Azure tells no time, or has no such image."""
        return (await self.images_created(image.subscription_id)).get(image.key)

    async def regions(self, subscription_id: str) -> dict[str, Region]:
        """The regions that a subscription may use, by canonical name."""
        path = f"/subscriptions/{subscription_id}/locations"
        what = f"list of regions of subscription {subscription_id}"
        bodies = must_exist(await self._lists.list(path, f"api-version={SUBSCRIPTIONS_API_VERSION}", what), what)
        return {region.name: region for region in map(wire.region, bodies)}

    async def galleries(self, subscription_id: str) -> list[Gallery]:
        """All galleries of a subscription."""
        path = f"/subscriptions/{subscription_id}/providers/Microsoft.Compute/galleries"
        what = f"list of galleries of subscription {subscription_id}"
        bodies = must_exist(await self._lists.list(path, _GALLERY_QUERY, what), what)
        return [wire.gallery(body) for body in bodies]

    async def definitions(self, gallery: ResourceId) -> list[ImageDefinition]:
        """All image definitions of a gallery, made once for all who ask; none when there is no such gallery."""
        return await self._definitions.get(gallery.key, lambda: self._read_definitions(gallery))

    async def _read_definitions(self, gallery: ResourceId) -> list[ImageDefinition]:
        bodies = await listed_below(self._lists, str(gallery), "images", GALLERIES_API_VERSION)
        return [wire.image_definition(body) for body in bodies]

    async def versions(self, definition: ResourceId) -> list[ImageVersion]:
        """All image versions of a definition, without replication status; none when there is no such definition."""
        bodies = await listed_below(self._lists, str(definition), "versions", GALLERIES_API_VERSION)
        return [wire.image_version(body) for body in bodies]

    async def deleted_numbers(self, definition: ResourceId) -> list[str]:
        """The numbers of a definition's versions that are in its gallery's bin: a PUT of one brings the old one back.

        Source: docs/reference/azure-galleries.md#deletion.
        """
        gallery = definition.parent
        path = f"{gallery}/softDeletedArtifactTypes/Images/artifacts/{definition.name}/versions"
        what = f"list of deleted image versions of {definition}"
        bodies = await self._lists.list(path, f"api-version={BIN_API_VERSION}", what)
        return [str(body.get("name")) for body in bodies or []]

    async def locks(self, scope: ResourceId) -> list[ResourceLock]:
        """Every lock that covers a resource: its own, its parents', its group's, its subscription's."""
        await prove_rights(self._lists, scope.subscription_id, LOCKS_READS)
        path = f"/subscriptions/{scope.subscription_id}/providers/Microsoft.Authorization/locks"
        what = f"list of locks of subscription {scope.subscription_id}"
        bodies = must_exist(await self._lists.list(path, f"api-version={LOCKS_API_VERSION}", what), what)
        locks = (wire.resource_lock(body) for body in bodies)
        return [lock for lock in locks if f"{scope.key}/".startswith(f"/{lock.scope.strip('/').lower()}/")]

    async def role_assignments(self, scope: ResourceId) -> list[RoleAssignment]:
        """The roles that are assigned on a resource itself; none when it does not exist."""
        path = f"{scope}/providers/Microsoft.Authorization/roleAssignments"
        bodies = await self._lists.list(path, _ROLES_AT_SCOPE, f"list of role assignments on {scope}")
        return [one for one in map(wire.role_assignment, bodies or []) if same_id(one.scope, scope)]

    async def named_like(self, subscription_id: str, text: str) -> frozenset[str]:
        """The folded ids of a subscription's resources that have a text in their names, as far as one may see them."""
        path = f"/subscriptions/{subscription_id}/resources"
        called = quote(f"substringof('{text}', name)")
        what = f"list of resources of subscription {subscription_id} that are called {text}"
        bodies = must_exist(await self._lists.list(path, f"$filter={called}&{_RESOURCES_QUERY}", what), what)
        return frozenset(Body(what, body).text("id").lower() for body in bodies)

    async def is_there(self, resource: ResourceId) -> bool:
        """Whether a resource of Compute or of the network exists."""
        api_version = NETWORK_API_VERSION if resource.provider == "Microsoft.Network" else COMPUTE_API_VERSION
        return await self._one(resource, f"api-version={api_version}", resource.types[-1], bool) is not None

    async def version_as_seen(self, version: ResourceId) -> ImageVersion | None:
        """An image version with its replication status, as this reader has seen it first.

        Remembered without its body, because the versions that lists lead to are many.
        """
        return await self._versions.get(version.key, lambda: self._read_version(version))

    async def _read_version(self, version: ResourceId) -> ImageVersion | None:
        what = f"image version {version}"
        body = await self._resource_manager.get(str(version), _VERSION_QUERY, what)
        return None if body is None else wire.image_version(_about(version, body, what))

    async def permissions(self, scope: str) -> list[Permission]:
        """What the identity may do at a scope, for instance `/subscriptions/<guid>`: one entry per role."""
        return await permissions_at(self._lists, scope)

    async def identity(self) -> str:
        """Who reads: user name or client id, and object id."""
        return await self._resource_manager.identity()

    async def _one(self, resource: ResourceId, query: str, kind: str, parse: Callable[[JsonObject], _T]) -> _T | None:
        what = f"{kind} {resource}"
        ask = partial(self._resource_manager.get, str(resource), query, what)
        body = await self._bodies.get(resource.key, ask)
        return None if body is None else parse(_about(resource, body, what))


_INSTANCE_VIEW_QUERY = f"$expand=instanceView&api-version={COMPUTE_API_VERSION}"
_IMAGES_FILTER = quote("resourceType eq 'Microsoft.Compute/images'")
_RESOURCES_QUERY = f"api-version={RESOURCES_API_VERSION}"
_IMAGES_CREATED = f"$filter={_IMAGES_FILTER}&$expand=createdTime&{_RESOURCES_QUERY}"
_ROLES_AT_SCOPE = f"$filter={quote('atScope()')}&api-version={ROLES_API_VERSION}"
_GALLERY_QUERY = f"api-version={GALLERIES_API_VERSION}"
_VERSION_QUERY = f"$expand=ReplicationStatus&{_GALLERY_QUERY}"


def _about(resource: ResourceId, body: JsonObject, what: str) -> JsonObject:
    """The body, when it is the resource's. Raises MalformedAnswer."""
    if not same_id(str(body.get("id")), resource):
        raise MalformedAnswer(what, message=f"the answer is for {body.get('id')!r:.200}")
    return body
