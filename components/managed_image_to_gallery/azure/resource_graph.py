"""The sweep by Azure Resource Graph: any resource, of whatever type, whose properties or tags name a managed image.

One query per table for all images and all migrations of a run, because a caller has about 15 queries in 5 seconds
(docs/reference/resource-graph.md). No hit proves nothing: the index may be hours behind, and says nothing of what the
caller may not read. So the direct lists stay (`reference_scan`), and two canaries decide whether the sweep has seen
anything at all: it must show the image itself, and each subscription that is to be searched.

What lists read directly is left out of the searched subscriptions: lists are fresh and whole. A hit in properties needs
the image unless its type is known to hold text alone; a tag only names it.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.api_versions import GRAPH_API_VERSION
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import GraphNotProven, MalformedAnswer, RequestRefused
from managed_image_to_gallery.azure.image_ids import ids_in, keys_of
from managed_image_to_gallery.azure.models import SUCCEEDED, ImageReference
from managed_image_to_gallery.azure.reference_scan import LISTED_TYPES, SWEPT, UNSWEPT_TYPES
from managed_image_to_gallery.azure.version_scan import SHALLOW, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.wire_references import Naming

TABLES = ("resources", "policyresources", "batchresources", "computeresources", "deploymentresources")
"""Every table that can hold a consumer (learn.microsoft.com/azure/governance/resource-graph/reference)."""

PATH = f"/providers/Microsoft.ResourceGraph/resources?api-version={GRAPH_API_VERSION}"
"""Where a query is sent."""

MAX_AGE_SECONDS = 60.0
"""How long a sweep serves all who ask: less than what the index itself is behind."""

ROWS = 500
"""Rows of a page; halved as long as Azure finds a page too large (16 MiB)."""

MAX_PAGES = 1_000

_NAMED = "'/providers/Microsoft.Compute/images/'"
_VERSION_TYPE = "microsoft.compute/galleries/images/versions"
_TEXT_TYPES = (
    *("microsoft.resources/", "microsoft.solutions/applicationdefinitions", "microsoft.logic/", "microsoft.portal/"),
    *("microsoft.app/", "microsoft.containerinstance/", "microsoft.web/", "microsoft.insights/workbooks"),
    *("microsoft.authorization/policy", "microsoft.automation/"),
)
"""How the types begin that hold an id as text: templates, scripts, dashboards, environment of containers, policies."""


class Graph(Protocol):
    """What carries out queries: `ResourceManager`."""

    async def query(self, path: str, body: JsonObject, what: str) -> JsonObject:
        """The answer to a query. Raises ReadFailed."""
        ...


@dataclass(frozen=True)
class SweepScope:
    """What is swept: subscriptions that are searched directly too, or everything that the identity sees.

    instead_of_lists: also what lists could read directly, where the index shows it as they do.
    """

    subscriptions: tuple[str, ...]
    everywhere: bool = False
    instead_of_lists: bool = False

    def of(self, subscription: str) -> bool:
        """Whether a subscription is searched directly."""
        return subscription.lower() in self.subscriptions


@dataclass(frozen=True)
class Sweep:
    """What one sweep found, by the folded id of the image; and what it has seen at all, for the canaries."""

    scope: SweepScope
    hits: Mapping[str, list[ImageReference]] = field(default_factory=dict[str, "list[ImageReference]"])
    images: frozenset[str] = frozenset()
    subscriptions: frozenset[str] = frozenset()

    def of(self, image: ResourceId) -> list[ImageReference]:
        """What names an image. Raises GraphNotProven when the sweep cannot have seen it."""
        self.prove([image])
        return self.found(image)

    def prove(self, images: Iterable[ResourceId]) -> None:
        """Raises GraphNotProven when the sweep cannot have seen all of the images and subscriptions."""
        unseen = [f"subscription {one}" for one in self.scope.subscriptions if one not in self.subscriptions]
        unseen += [f"the image {image}" for image in images if image.key not in self.images]
        if unseen:
            raise GraphNotProven(unseen)

    def found(self, image: ResourceId) -> list[ImageReference]:
        """What names an image, for showing: whether the sweep can have seen everything is not asked."""
        return [one for key in keys_of(image) for one in self.hits.get(key, ())]


class ResourceGraph:
    """Sweeps as one identity; one sweep serves all who ask within `MAX_AGE_SECONDS`. `clock`: monotonic seconds."""

    def __init__(self, graph: Graph, clock: Callable[[], float]) -> None:
        self._graph = graph
        self._clock = clock
        self._sweeps: dict[SweepScope, tuple[float, asyncio.Task[Sweep]]] = {}

    async def sweep(self, scope: SweepScope) -> Sweep:
        """The sweep of a scope, begun no longer ago than `MAX_AGE_SECONDS`. Raises ReadFailed."""
        began, task = self._sweeps.get(scope, (0.0, None))
        if task is None or self._clock() - began > MAX_AGE_SECONDS or _failed(task):
            task = asyncio.ensure_future(self._read(scope))
            self._sweeps[scope] = (self._clock(), task)
        # Shielded: one who gives up must not take the answer from the others.
        return await asyncio.shield(task)

    async def _read(self, scope: SweepScope) -> Sweep:
        """One query after the other: the quota is the caller's, and asking side by side only uses it up."""
        images = await self._rows(scope, "resources | where type =~ 'microsoft.compute/images' | project id")
        subscriptions = await self._rows(
            scope,
            "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id, subscriptionId",
        )
        hits: dict[str, list[ImageReference]] = {}
        for table in TABLES:
            for row in await self._rows(scope, hits_query(table, scope)):
                for key, reference in references_in(row, scope):
                    hits.setdefault(key, []).append(reference)
        return Sweep(
            scope,
            hits,
            frozenset(Body("image", row).text("id").lower() for row in images),
            frozenset(Body("subscription", row).text("subscriptionId").lower() for row in subscriptions),
        )

    async def _rows(self, scope: SweepScope, query: str) -> list[JsonObject]:
        size = ROWS
        while True:
            try:
                return await self._all_pages(scope, f"{query} | order by id asc", size)
            except RequestRefused as refusal:
                if "ResponsePayloadTooLarge" not in refusal.message or size == 1:
                    raise
                size //= 2

    async def _all_pages(self, scope: SweepScope, query: str, size: int) -> list[JsonObject]:
        """By `$skipToken` alone: `resultTruncated` says "false" where more pages follow."""
        what = f"query of Resource Graph ({query.split(' ', 1)[0]})"
        rows: list[JsonObject] = []
        options: JsonObject = {"$top": size, "resultFormat": "objectArray"}
        where: JsonObject = {} if scope.everywhere else {"subscriptions": list(scope.subscriptions)}
        for _ in range(MAX_PAGES):
            answer = Body(what, await self._graph.query(PATH, {**where, "query": query, "options": options}, what))
            rows += [row.value for row in answer.required_objects("data")]
            token = answer.optional_text("$skipToken")
            if not token:
                return rows
            options = {**options, "$skipToken": token}
        raise MalformedAnswer(what, message=f"the answer does not end: there are more than {MAX_PAGES:,} pages")


def hits_query(table: str, scope: SweepScope) -> str:
    """What of a table names any managed image; of what lists read directly only the tags are looked at."""
    properties = f"tostring(properties) contains {_NAMED}"
    left_out = UNSWEPT_TYPES if scope.instead_of_lists else () if scope.everywhere else LISTED_TYPES
    properties = " and ".join((properties, *(f"type !~ '{one.lower()}'" for one in left_out)))
    columns = "id, type, location, subscriptionId, properties, tags"
    return (
        f"{table} | where type !~ 'microsoft.compute/images' | where ({properties}) or tostring(tags) contains {_NAMED}"
        f" | project {columns}{', managedBy' if scope.instead_of_lists else ''}"
    )


def references_in(row: JsonObject, scope: SweepScope) -> Iterator[tuple[str, ImageReference]]:
    """What one row names, each with the folded id that is named."""
    body = Body("row of Resource Graph", row)
    if scope.instead_of_lists and body.text("type").lower() in SWEPT:
        yield from _as_listed(row, SWEPT[body.text("type").lower()])
        return
    kind, listed_there = body.text("type").lower(), scope.of(body.optional_text("subscriptionId") or "")
    by_lists = () if scope.instead_of_lists else LISTED_TYPES
    listed = {one.lower() for one in by_lists}
    in_properties = [] if kind in listed and listed_there else ids_in(json.dumps(row.get("properties")))
    for key in in_properties:
        if kind == _VERSION_TYPE:
            yield from _of_version(row, key)
        else:
            yield key, _reference(body, kind, names_only=kind.startswith(_TEXT_TYPES))
    for key in _without(ids_in(json.dumps(row.get("tags"))), in_properties):
        yield key, _reference(body, f"tag of {kind}", names_only=True)


def _as_listed(row: JsonObject, namings: Callable[[JsonObject], list[Naming]]) -> Iterator[tuple[str, ImageReference]]:
    """What the body of a kind names that lists read too; what names nobody knows what, only lists can show."""
    for naming in namings(row):
        if naming.key is not None:
            yield naming.key, replace(naming.reference, by_graph=True)


def _of_version(row: JsonObject, key: str) -> Iterator[tuple[str, ImageReference]]:
    """A version, which Resource Graph knows without its replication: a finished Full one is a copy."""
    version = wire.image_version(row)
    since = version.published_date or ""
    if version.replication_mode == "Shallow":
        yield key, ImageReference(str(version.id), SHALLOW, version.location, since=since, by_graph=True)
    elif version.provisioning_state != SUCCEEDED:
        detail = f"provisioningState {version.provisioning_state}"
        yield (
            key,
            ImageReference(str(version.id), UNFINISHED, version.location, detail=detail, since=since, by_graph=True),
        )


def _reference(body: Body, kind: str, *, names_only: bool) -> ImageReference:
    location = body.optional_text("location") or ""
    return ImageReference(body.text("id"), kind, location, names_only=names_only, by_graph=True)


def _without(keys: Iterable[str], others: Iterable[str]) -> list[str]:
    return [key for key in keys if key not in set(others)]


def _failed(task: asyncio.Task[Sweep]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
