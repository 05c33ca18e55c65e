"""From resources to the rows of Resource Graph's tables: what the caller may read, and nothing said of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Call, Principal, ResourceType, World
from local_azure.authorization.permissions import has_a_role, may_read, permits
from local_azure.policy.states import TYPE as POLICY_STATE
from local_azure.policy.states import states
from local_azure.policy.types import PolicyAssignment
from local_azure.resource_graph import errors
from local_azure.resource_graph.operators import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from local_azure.arm.json_types import Json
    from local_azure.arm.resource import Resource

COLUMNS = (
    *("id", "name", "type", "tenantId", "kind", "location", "resourceGroup", "subscriptionId", "managedBy", "sku"),
    *("plan", "properties", "tags", "identity", "zones", "extendedLocation"),
)
CONTAINERS = "resourcecontainers"
NAMES = (
    *("resources", CONTAINERS, "policyresources", "batchresources", "computeresources", "deploymentresources"),
    "desktopvirtualizationresources",
)
"""The tables that there are here; `deploymentresources` (deployment stacks) and session hosts are always empty."""

_SUBSCRIPTION = "microsoft.resources/subscriptions"
_GROUP = f"{_SUBSCRIPTION}/resourcegroups"
_TEXTS = ("kind", "managedBy")
_OBJECTS = ("sku", "plan", "identity", "zones", "extendedLocation")


@dataclass
class Sight:
    """What one caller may read; that he may read all of a type in a subscription is found out once."""

    world: World
    principal: Principal
    _whole: dict[tuple[str, str], bool] = field(default_factory=dict[tuple[str, str], bool])

    def readable(self, subscriptions: Sequence[str]) -> list[str]:
        """The subscriptions in which he may read anything at all; 403 when there is none."""
        known = [each for each in subscriptions if each in self.world.settings.subscriptions]
        found = [each for each in known if has_a_role(self.world, self.principal, f"/subscriptions/{each}")]
        if not found:
            raise errors.access_denied()
        return found

    def sees(self, resource: Resource, subscription: str) -> bool:
        """Whether he may read a resource."""
        key = subscription, resource.type
        if key not in self._whole:
            kind = "Microsoft.Resources/subscriptions/resourceGroups" if resource.type == GROUP_TYPE else resource.type
            self._whole[key] = permits(self.world, self.principal, f"{kind}/read", f"/subscriptions/{subscription}")
        return self._whole[key] or may_read(self.world, self.principal, resource)


def table_named(name: str, sight: Sight, subscriptions: Sequence[str]) -> Table:
    """A table over some subscriptions; 400 for one that is not there."""
    if name not in NAMES:
        raise errors.invalid_query(f"Table {name} was not found. The tables here are {', '.join(NAMES)}.")
    seen = sight.readable(subscriptions)
    rows = list(_subscriptions(sight.world, seen)) if name == CONTAINERS else []
    rows += _resources(name, sight, set(seen))
    rows += _policy_states(sight, set(seen)) if name == PolicyAssignment.graph_table else []
    return Table(COLUMNS, rows)


def _resources(name: str, sight: Sight, subscriptions: set[str]) -> Iterator[Json]:
    kinds = {each.name: each for each in sight.world.types.values() if table_of(each) == name}
    for resource in sight.world.replica.resources():
        kind = kinds.get(resource.type)
        subscription = resource.key.split("/", 3)[2] if kind is not None else ""
        if kind is not None and subscription in subscriptions and sight.sees(resource, subscription):
            yield _row(sight.world, kind, resource, subscription)


def _policy_states(sight: Sight, subscriptions: set[str]) -> Iterator[Json]:
    """What policies say of the tracked resources that he sees."""
    known = sight.world.replica.resources()
    assignments = [each for each in known if each.type == PolicyAssignment.name]
    tracked = {each.name for each in sight.world.types.values() if each.tracked}
    for resource in known if assignments else ():
        subscription = resource.key.split("/", 3)[2]
        if resource.type in tracked and subscription in subscriptions and sight.sees(resource, subscription):
            group = (resource.arm_id.group or "").lower()
            for shown in states(resource, assignments):
                yield _columns(
                    sight.world, subscription, shown, type=POLICY_STATE, name=shown["name"], resourceGroup=group
                )


def table_of(kind: ResourceType) -> str | None:
    """The table that shows a type's resources; `resources` are those with a location."""
    return None if kind.graph_table == "resources" and not kind.tracked else kind.graph_table


def newest_version(kind: ResourceType) -> str:
    """The version by which Resource Graph reads a type: a preview's properties are missing."""
    stable = [each for each in kind.api_versions if not each.endswith("-preview")]
    return (stable or list(kind.api_versions))[-1]


def _row(world: World, kind: ResourceType, resource: Resource, subscription: str) -> Json:
    shown = kind.render(Call(world, "GET", resource.arm_id, newest_version(kind)), resource)
    return _columns(
        world,
        subscription,
        shown,
        type=_GROUP if resource.type == GROUP_TYPE else resource.type.lower(),
        name=resource.name,
        resourceGroup=(resource.arm_id.group or "").lower(),
    )


def _subscriptions(world: World, subscriptions: Sequence[str]) -> Iterator[Json]:
    for each in subscriptions:
        number = world.settings.subscriptions.index(each) + 1
        shown: Json = {"id": f"/subscriptions/{each}", "properties": {"state": "Enabled"}}
        yield _columns(world, each, shown, type=_SUBSCRIPTION, name=f"Local Azure {number}", resourceGroup="")


def _columns(world: World, subscription: str, shown: Json, **own: str) -> Json:
    """A row with every column: texts that are missing are empty, objects null; type and group are in lower case."""
    row: Json = dict.fromkeys(COLUMNS)
    row |= {"id": shown["id"], "tenantId": world.settings.tenant_id, "subscriptionId": subscription, **own}
    row |= {name: shown.get(name) or "" for name in (*_TEXTS, "location")}
    row |= {name: shown.get(name) for name in (*_OBJECTS, "tags", "properties")}
    return row
