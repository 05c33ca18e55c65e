"""Live reads of images, galleries, locks and references, as `models`.

    async with AzureReader.connect(settings) as reader:
        image = await reader.image(image_id)

None, or an empty list of children, is answered only when Azure itself says that the resource does not exist; whatever
could not be answered raises a ReadFailed. A reader belongs to the event loop it was made in.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.activity_log import LOG_READS, ActivityLog
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
from managed_image_to_gallery.azure.clouds import endpoints_for
from managed_image_to_gallery.azure.credentials import credential_for
from managed_image_to_gallery.azure.errors import MalformedAnswer, ReadFailed
from managed_image_to_gallery.azure.joint_reading import JointReading
from managed_image_to_gallery.azure.reference_scan import ReferenceScan
from managed_image_to_gallery.azure.resource_graph import ResourceGraph
from managed_image_to_gallery.azure.resource_ids import same_id
from managed_image_to_gallery.azure.resource_manager import ResourceManager, anonymous_pipeline, signed_in_pipeline
from managed_image_to_gallery.azure.rights import LOCKS_READS, RESOURCES_READS, permissions_at, prove_rights
from managed_image_to_gallery.azure.transport import open_transport, until_left

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.models import (
        Gallery,
        ImageDefinition,
        ImageReference,
        ImageVersion,
        ManagedImage,
        ResourceLock,
        RoleAssignment,
        RunCommandResult,
        VirtualMachine,
    )
    from managed_image_to_gallery.azure.pacing import Pace
    from managed_image_to_gallery.azure.permissions import Permission
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.azure.regions import Region
    from managed_image_to_gallery.azure.resource_graph import Sweep, SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings

ROUNDS_AT_ONCE = 4
"""Quick rounds that nobody shares and that go on at a time: each is to take a moment, whoever else proves something."""

MOST_IN_A_ROUND = 20
"""How many share a quick round: some 60 reads, which take a second, and three where Azure's budget is used up."""

QUIET_SECONDS, GATHERING_SECONDS = 1.0, 20.0
"""A survey waits for those who are still to come, until nobody has come for so long, at most so long in all.

The engine begins the deletions of a run one after the other, and writes the whole state before each of them.
"""

FEW = 3
"""So many resources of one list are read by themselves: the list may hold thousands."""

DEFAULT_DEADLINE_SECONDS = 60.0
"""How long one request may take, retries included; waits that Azure asks for are not."""

SECONDS_FOR_A_VERSION_LIST = 180 / 1_500
"""How fast Azure's budget for lists of versions fills (docs/reference/azure-galleries.md#request-budgets)."""

LONGEST_REST_SECONDS = 20.0
"""The longest time from the beginning of a survey to the next one: who deletes two images of hundreds waits no longer.

With more definitions surveys are as slow as Azure lets their reads be (`pacing`).
"""

_T = TypeVar("_T")


class AzureReader:
    """Reads Azure as one identity.

    One reader is one moment: what it has read it does not read again. What must hold at another moment is asked of
    another reader over the same connection: `afresh`, or `at_once` for a round that must take no time.
    """

    def __init__(
        self,
        resource_manager: ResourceManager,
        together: _Together | None = None,
        *,
        surveys_with_others: bool = False,
    ) -> None:
        self._resource_manager = resource_manager
        self._together = together or _Together(resource_manager)
        self._surveys_with_others = surveys_with_others
        self._used: AnswerCache[Activity] = AnswerCache()
        self._lists = SharedLists(resource_manager, AnswerCache())
        self._bodies: AnswerCache[JsonObject | None] = AnswerCache()
        self._versions: AnswerCache[ImageVersion | None] = AnswerCache()
        self._definitions: AnswerCache[list[ImageDefinition]] = AnswerCache()
        self._images_created: AnswerCache[dict[str, str]] = AnswerCache()
        self._scan = ReferenceScan(self._lists, self.version_as_seen)

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        settings: AzureSettings,
        *,
        deadline: float = DEFAULT_DEADLINE_SECONDS,
        pace: Pace | None = None,
        more_come: Callable[[], bool] = lambda: False,
    ) -> AsyncGenerator[AzureReader]:
        """A reader for the cloud and identity of the settings, open until the end of the `async with`.

        deadline: seconds for one request, retries included, without the waits that Azure asks for. pace: what lets
        those pass, by default the clock. more_come: whether somebody else will ask for a survey soon, for which one
        waits. Raises SettingsInvalid and, for the metadata of a custom cloud, ReadFailed. A wrong secret is noticed
        only by the first read.
        """
        async with open_transport() as transport:
            cloud = await endpoints_for(settings, anonymous_pipeline(transport), deadline=deadline, pace=pace)
            async with credential_for(settings, cloud, transport) as credential:
                sender = signed_in_pipeline(credential, cloud, transport, waits_for_throttling=False)
                async with until_left(sender) as own:
                    manager = ResourceManager(credential, cloud, own, deadline=deadline, pace=pace)
                    yield cls(manager, _Together(manager, more_come))

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

    def afresh(self) -> AzureReader:
        """Another reader over the same connection, which remembers nothing of what this one has read.

        What several of them survey at once is read once, after all of them have asked (`survey`). The sweep by Resource
        Graph and the activity log are theirs together: both are behind by more than the time for which they are kept.
        """
        return AzureReader(self._resource_manager, self._together, surveys_with_others=True)

    @asynccontextmanager
    async def survey(self) -> AsyncGenerator[AzureReader]:
        """What reads whole subscriptions: for those that were made by `afresh`, one for all who ask before it begins.

        A list of every version in a gallery takes a read for each definition. A hundred proofs that go on at once, each
        with lists of its own, would use up Azure's budgets, and each of them would wait for all others.
        """
        if self._surveys_with_others:
            async with self._together.surveys.take_part() as reader:
                yield reader
        else:
            yield self

    @asynccontextmanager
    async def at_once(self, *, alone: bool = False) -> AsyncGenerator[AzureReader]:
        """A reader that remembers nothing and waits for nobody, from the moment on when it is its turn.

        It has slots of its own, because the reads of whole subscriptions may have taken all others for minutes; in
        exchange only one is there at a time, for up to `MOST_IN_A_ROUND` who ask before it begins, and `ROUNDS_AT_ONCE`
        of those who ask for one `alone`. A list is read once in it, however often it is asked for.
        """
        if alone:
            async with self._together.turns:
                yield AzureReader(self._resource_manager.with_own_slots())
        else:
            async with self._together.rounds.take_part() as reader:
                yield reader

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

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        """Everything in these subscriptions that names or needs the image, or may: machines, disks, versions …

        but: a version that whoever asks judges by itself: it is not read here. Raises RightsNotProven for an identity
        that may not read all of it, and ReadFailed.
        """
        return await self._scan.references_to(image, subscriptions, but)

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in these subscriptions that names or needs any managed image. Raises as `references_to`."""
        return await self._scan.index(subscriptions)

    async def index_unswept(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """What those services name that Resource Graph does not show whole. Raises as `references_to`."""
        return await self._scan.index_unswept(subscriptions)

    async def named_elsewhere(self, image: ResourceId, scope: SweepScope) -> list[ImageReference]:
        """What of any type names the image, by Resource Graph, beside what lists find in the searched subscriptions.

        Raises GraphNotProven where that cannot have seen the image or a subscription, and ReadFailed.
        """
        return (await self._together.graph.sweep(scope)).of(image)

    async def sweep(self, scope: SweepScope) -> Sweep:
        """The same for all images, for showing. Raises ReadFailed."""
        return await self._together.graph.sweep(scope)

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        """What was made from any image in the last days and is there no more, by the logs of these subscriptions.

        Raises RightsNotProven for an identity that may not read a log, and ReadFailed; what could not be read in time
        is told by the answer. What stands is read after the log, which may have taken minutes.
        """
        asked = sorted({one.lower() for one in subscriptions})
        return await self._used.get(f"{days} {' '.join(asked)}", lambda: self._read_used_and_gone(asked, days))

    async def _read_used_and_gone(self, subscriptions: Sequence[str], days: int) -> Activity:
        await asyncio.gather(*(prove_rights(self._lists, one, LOG_READS) for one in subscriptions))
        activity = await self._together.log.read(subscriptions, days)
        return activity.without(await self._scan.standing(subscriptions))

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


class _Together:
    """What the readers over one connection have together."""

    def __init__(self, resource_manager: ResourceManager, more_come: Callable[[], bool] = lambda: False) -> None:
        self.graph = ResourceGraph(resource_manager, time.monotonic)
        self.log = ActivityLog(resource_manager)
        self.turns = asyncio.Semaphore(ROUNDS_AT_ONCE)
        self.rounds = JointReading(lambda: AzureReader(resource_manager.with_own_slots()), most=MOST_IN_A_ROUND)
        self.surveys = JointReading(
            lambda: AzureReader(resource_manager, self),
            _rest_after,
            quiet=lambda: QUIET_SECONDS if more_come() else 0.0,
            patience=GATHERING_SECONDS,
        )


def _rest_after(survey: AzureReader) -> float:
    """How long the next survey waits for those who are still to come, so that the budget bears one after the other."""
    return min(survey.version_lists * SECONDS_FOR_A_VERSION_LIST, LONGEST_REST_SECONDS)


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
