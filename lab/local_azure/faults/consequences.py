"""What a fault rule does to the state: other people's changes, and operations that fail or hang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.arm.lifecycle import merge_patch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local_azure.arm.json_types import Json
    from local_azure.arm.operations import Operation
    from local_azure.arm.resource import Resource
    from local_azure.arm.resource_type import World
    from local_azure.faults.engine import ActiveRule


def before_request(world: World, active: ActiveRule, requested_id: str) -> None:
    """Change or delete a resource behind the caller's back."""
    rule = active.rule
    if rule.change is not None:
        resource = world.store.get(rule.change.target or requested_id)
        if resource is not None:
            change_resource(world, resource, rule.change.merge)
    if rule.delete is not None:
        resource = world.store.get(rule.delete.target or requested_id)
        if resource is not None:
            world.types[resource.type.lower()].removed(world, resource)


def change_resource(world: World, resource: Resource, change: Json) -> None:
    """Apply a JSON merge patch to a resource as it is stored."""
    stored: Json = {"location": resource.location, "tags": resource.tags, **resource.envelope}
    stored["properties"] = resource.properties
    merged = merge_patch(stored, change)
    resource.location = merged.pop("location", None)
    resource.tags = merged.pop("tags", None)
    resource.properties = merged.pop("properties", {})
    resource.envelope = merged
    resource.changed_at = world.now
    world.store.put(resource)


def after_acceptance(world: World, taken: Iterable[ActiveRule], operation: Operation) -> None:
    """Make an accepted operation fail, or keep it from ending until the rule is removed."""
    for active in taken:
        if active.rule.fail_operation is not None:
            operation.fails_with = active.rule.fail_operation.model_dump()
            world.operations.save(operation)
        if active.rule.hold_operation:
            operation.held_by = active.id
            world.operations.save(operation)
