"""What a family of resources fills in for each of its types.

A `ResourceType` answers questions (may this body be put? how long does it take? what does a GET show?) and changes
state; it raises `ArmError` to refuse a request and `OperationFailed` to fail an accepted operation. `lifecycle` asks
the questions in Azure's order. A new type overrides what differs and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from local_azure.arm.bodies import Enumerations, is_no_identity
from local_azure.arm.clock import Clock
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.operations import Operation, Operations, OperationStyle
from local_azure.arm.replica import Replica
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId
from local_azure.arm.settings import Settings
from local_azure.arm.store import Store
from local_azure.arm.writes import Writes


class RegionFaults(Protocol):
    """What fault rules say about the replication of a version; the fault engine implements it."""

    def region_override(self, resource: Resource, region: str) -> Json | None:
        """`{"state", "progress"?, "details"?}` to show for this region (short name) instead of the truth, or None."""
        ...


class World(Protocol):
    """The Azure that rules look around in and change through its parts; `world.LocalWorld` is it.

    What drives it (`settle`, `reset`, the journal) is not theirs, and so the world may know the types and not they it.
    """

    types: Mapping[str, ResourceType]
    clock: Clock
    settings: Settings
    region_faults: RegionFaults
    store: Store
    operations: Operations
    replica: Replica
    writes: Writes

    @property
    def now(self) -> float:
        """Epoch seconds of this Azure."""
        ...

    def type_named(self, name: str) -> ResourceType | None:
        """The resource type with this name, whatever the case."""
        ...


@dataclass(frozen=True)
class Principal:
    """Who calls: the token's client (application) and object id."""

    client_id: str
    object_id: str


def _anything(_: Resource) -> bool:
    return True


@dataclass
class Call:
    """One request to a resource: method, id, api-version, body, query, caller. No HTTP beyond that."""

    world: World
    method: str
    id: ArmId
    api_version: str
    body: Json = field(default_factory=dict[str, object])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    principal: Principal | None = None
    may_be_seen: Callable[[Resource], bool] = _anything
    """What a list shows of what there is: all, or what the caller has a role for."""

    @property
    def properties(self) -> Json:
        """The body's `properties`, `{}` when absent or null."""
        return as_object(self.body.get("properties"))


@dataclass
class Result:
    """What a request comes to: a status, a body or None, the operation that goes on, headers out of the ordinary."""

    status: int
    body: Json | None = None
    operation: Operation | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])


Action = Callable[[Call, Resource], Result]


@dataclass(frozen=True)
class ThrottlePolicy:
    """The names and sizes of a type's request buckets, as `x-ms-ratelimit-remaining-resource` shows them.

    Each is `(policy name, tokens per 3 minutes, tokens per 30 minutes)`, or None where Azure shows none.
    `by_collection`: the gateway refuses in the provider's place, with a code of its own.
    """

    put: tuple[str, int, int] | None = None
    delete: tuple[str, int, int] | None = None
    get: tuple[str, int, int] | None = None
    list: tuple[str, int, int] | None = None
    poll: tuple[str, int, int] | None = None
    by_collection: bool = False


class ResourceType:
    """One ARM resource type. Durations are Azure's seconds (the world's clock scales them); 0 means done at once."""

    name: ClassVar[str]
    """`Microsoft.Compute/galleries/images/versions`, in Azure's spelling."""
    api_versions: ClassVar[tuple[str, ...]]
    """Every api-version that is answered, oldest first."""
    style: ClassVar[OperationStyle] = OperationStyle()
    throttle: ClassVar[ThrottlePolicy] = ThrottlePolicy()
    tracked: ClassVar[bool] = True
    """Whether resources have a location and tags."""
    envelope_keys: ClassVar[tuple[str, ...]] = ()
    """Members beside `properties` that are kept and answered (`sku`, `zones`, `plan`, …)."""
    enumerations: ClassVar[Enumerations] = {}
    """The values of members that are taken in any case and answered in this one, by their paths in the body."""
    answers_empty: ClassVar[bool] = False
    """Whether empty objects that were sent are answered, as Network does (seen); what is null never is."""
    graph_table: ClassVar[str | None] = "resources"
    """The table of Resource Graph that shows them, None for none; of types without a location none is `resources`."""
    methods: ClassVar[tuple[str, ...]] = ("GET", "HEAD", "PUT", "PATCH", "DELETE")
    """What may be asked of a single resource."""
    list_scopes: ClassVar[tuple[str, ...]] = ("group", "subscription")
    """Where a collection can be listed: any of group, subscription, parent."""
    create_status: ClassVar[int] = 201
    """The status of a PUT on what is new (Batch answers 200)."""
    update_status: ClassVar[int] = 200
    """The status of a PUT on what exists already (role definitions answer 201)."""
    operation_when_done: ClassVar[bool] = False
    """Whether a PUT that is done at once names an operation all the same (network interfaces do)."""
    pretty: ClassVar[bool] = True
    """Whether single resources are answered indented with CRLF, as Compute does.

    Source: docs/reference/azure-galleries.md#long-answers.
    """
    pretty_list: ClassVar[bool] = False

    # --- what is there ------------------------------------------------------------------------------------------

    def existing(self, call: Call) -> Resource | None:
        """What a PUT updates or a DELETE deletes; a type with a recycle bin finds more than the store's own."""
        return call.world.store.get(call.id)

    # --- PUT and PATCH -----------------------------------------------------------------------------------------

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Refuse a body that Azure would refuse at once."""

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """The state after an accepted PUT; by default what was sent, with the old location and tags where not."""
        now = call.world.now
        return Resource(
            id=resource_id,
            type=self.name,
            location=self.location_of(call, existing),
            properties=dict(call.properties),
            tags=call.body.get("tags", existing.tags if existing else None),
            envelope={key: call.body[key] for key in self.envelope_keys if call.body.get(key) is not None},
            internal=dict(existing.internal) if existing else {},
            created_at=existing.created_at if existing else now,
            changed_at=now,
        )

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """How long creating or updating takes."""
        return 0.0

    def accepted_state(self, existing: Resource | None) -> str:
        """The provisioningState while a PUT or PATCH is being carried out."""
        return "Creating" if existing is None else "Updating"

    def check_patch(self, call: Call, existing: Resource) -> None:
        """Refuse a PATCH, given the merged body; by default what a PUT of it would be refused for."""
        self.check_put(call, existing)

    def accepted(self, call: Call, resource: Resource) -> None:
        """Change what else changes once a PUT or PATCH is accepted (nested resources, attachments)."""

    # --- GET ---------------------------------------------------------------------------------------------------

    def found(self, call: Call) -> Resource | None:
        """The resource that a GET is about; a type with resources that nobody made (built-in roles) says so here."""
        return call.world.store.get(call.id)

    def render(self, call: Call, resource: Resource) -> Json:
        """The wire form of a resource at the call's api-version (and `$expand`)."""
        shown: Json = {"name": resource.name, "id": resource.id, "type": self.name}
        if resource.location is not None:
            shown["location"] = resource.location
        if resource.tags is not None:
            shown["tags"] = resource.tags
        shown.update({key: value for key, value in resource.envelope.items() if not _says_none(key, value)})
        shown["properties"] = {
            **self.render_properties(call, resource),
            "provisioningState": resource.provisioning_state,
        }
        return shown

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """`properties` of the wire form, without provisioningState."""
        return dict(resource.properties)

    def headers(self, call: Call, resource: Resource) -> dict[str, str]:
        """Headers out of the ordinary of an answer that shows the resource (`ETag`)."""
        return {}

    def listed(self, call: Call) -> list[Resource]:
        """The resources that a list shows; `call.id` is the scope that is listed."""
        scope = call.id.key + "/"
        return [each for each in call.world.store.of_type(self.name) if each.key.startswith(scope)]

    def render_listed(self, call: Call, resource: Resource) -> Json:
        """The wire form of a resource in a list."""
        return self.render(call, resource)

    def render_accepted(self, call: Call, resource: Resource) -> Json:
        """The wire form in the answer to a PUT or PATCH whose operation goes on."""
        return self.render(call, resource)

    # --- DELETE ------------------------------------------------------------------------------------------------

    def check_delete(self, call: Call, resource: Resource) -> None:
        """Refuse a DELETE."""

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """How long deleting takes."""
        return 0.0

    def removed(self, world: World, resource: Resource) -> None:
        """Take the resource out of the store; by default with everything nested in it."""
        for child in world.store.children(resource.id):
            kind = world.type_named(child.type)
            if kind is not None:
                kind.removed(world, child)
        world.store.remove(resource)

    # --- operations --------------------------------------------------------------------------------------------

    def finish(self, world: World, operation: Operation) -> None:
        """Carry out what an operation is about when it is due.

        Raise `OperationFailed` to fail it, `OperationContinues` when it is not done yet.
        """
        resource = world.store.get(operation.resource_id)
        if resource is None:
            return
        if operation.verb == "delete":
            self.check_finish_delete(world, resource)
            self.removed(world, resource)
            return
        if resource.provisioning_state == "Deleting":
            return
        self.completed(world, resource, operation)
        resource.provisioning_state = "Succeeded"
        world.store.put(resource)

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """Fill in what is known only when a PUT, PATCH or action is done; raise `OperationFailed` to fail it."""

    def check_finish_delete(self, world: World, resource: Resource) -> None:
        """Fail a DELETE that was accepted."""

    def failed(self, world: World, operation: Operation) -> None:
        """Note the failure on the resource: `Failed`, or what it was before for a DELETE that failed."""
        resource = world.store.get(operation.resource_id)
        if resource is not None:
            resource.provisioning_state = "Succeeded" if operation.verb == "delete" else "Failed"
            world.store.put(resource)

    # --- others ------------------------------------------------------------------------------------------------

    def actions(self) -> Mapping[str, Action]:
        """POST actions by lower-case name."""
        return {}

    def views(self) -> Mapping[str, Action]:
        """GETs of a part of a resource (`…/instanceView`), by lower-case name."""
        return {}

    def location_of(self, call: Call, existing: Resource | None) -> str | None:
        """The location in Azure's short form (`southcentralus`)."""
        if not self.tracked:
            return None
        sent = call.body.get("location")
        if isinstance(sent, str) and sent:
            return sent.replace(" ", "").lower()
        return existing.location if existing else None


def _says_none(key: str, value: object) -> bool:
    return key == "identity" and is_no_identity(value)
