"""How PUT, PATCH, GET, DELETE and list are carried out on a resource, in Azure's order of questions.

The caller (the front door) has already checked the token, the api-version, locks, permissions and throttling.
"""

from __future__ import annotations

from dataclasses import replace

from local_azure.arm import errors
from local_azure.arm.bodies import spelled, without_nothing
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.operations import Operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, Result


def get(kind: ResourceType, call: Call) -> Result:
    """GET of one resource."""
    resource = kind.found(call) or existing_resource(call)
    return Result(200, kind.render(call, resource), headers=kind.headers(call, resource))


def put(kind: ResourceType, call: Call) -> Result:
    """PUT: create, or replace what a PUT of this type replaces."""
    call = replace(call, body=spelled(call.body, kind.enumerations))
    existing = kind.existing(call)
    resource_id = _canonical_id(kind, call, existing)
    kind.check_put(call, existing)
    call = _as_kept(kind, call)
    resource = kind.build(call, existing, resource_id)
    seconds = kind.put_seconds(call, resource, existing)
    operation = _accept(kind, call, resource, existing, "put", seconds)
    return _accepted(kind, call, resource, operation, kind.create_status if existing is None else kind.update_status)


def patch(kind: ResourceType, call: Call) -> Result:
    """PATCH: merge the body into what is there, then as PUT; `tags` are the whole set (seen of machines, galleries)."""
    existing = existing_resource(call)
    stored: Json = {"location": existing.location, "tags": existing.tags, **existing.envelope}
    stored["properties"] = existing.properties
    sent = spelled(call.body, kind.enumerations)
    if "tags" in sent:
        stored["tags"] = None
    merged = Call(call.world, "PATCH", call.id, call.api_version, merge_patch(stored, sent), call.query, call.principal)
    kind.check_patch(merged, existing)
    merged = _as_kept(kind, merged)
    resource = kind.build(merged, existing, existing.id)
    operation = _accept(kind, merged, resource, existing, "patch", kind.put_seconds(merged, resource, existing))
    return _accepted(kind, call, resource, operation, 200)


def delete(kind: ResourceType, call: Call) -> Result:
    """DELETE: 204 for what is not there (the gateway's answer), 202 while it takes time, 200 when done at once."""
    resource = kind.existing(call)
    if resource is None:
        return Result(204)
    kind.check_delete(call, resource)
    seconds = kind.delete_seconds(call, resource)
    if seconds == 0:
        kind.removed(call.world, resource)
        return Result(200)
    resource.provisioning_state = "Deleting"
    call.world.store.put(resource)
    return Result(202, None, start_operation(kind, call, resource, "delete", seconds))


def list_resources(kind: ResourceType, call: Call) -> Result:
    """List of a collection: `call.id` is the scope, a subscription, a group, a parent or an extended resource.

    404 when the group or the parent is not there; what only groups names together (a recycle bin) has no resource.
    """
    require_group(call)
    if call.world.type_named(call.id.type) is not None and call.id.types and call.world.store.get(call.id) is None:
        raise errors.nested_parent_not_found(call.id.name)
    return Result(
        200, {"value": [kind.render_listed(call, each) for each in kind.listed(call) if call.may_be_seen(each)]}
    )


def start_operation(kind: ResourceType, call: Call, resource: Resource, verb: str, seconds: float) -> Operation:
    """Accept an operation on a resource that takes `seconds` of Azure's time."""
    return call.world.operations.start(
        verb,
        kind.name,
        resource.id,
        subscription=call.id.subscription or "",
        location=resource.location or _group_location(call, resource),
        now=call.world.now,
        seconds=call.world.clock.scaled(seconds),
        arguments={"api_version": call.api_version},
    )


def existing_resource(call: Call) -> Resource:
    """The resource that a request is about; 404 in Azure's words when it, or its group, is not there."""
    resource = call.world.store.get(call.id)
    if resource is not None:
        return resource
    require_group(call)
    raise errors.resource_not_found(call.id.type_and_name, call.id.group or "")


def require_group(call: Call) -> Resource | None:
    """The request's resource group; 404 when it does not exist."""
    if call.id.group is None:
        return None
    group = call.world.store.get(f"/subscriptions/{call.id.subscription}/resourceGroups/{call.id.group}")
    if group is None:
        raise errors.resource_group_not_found(call.id.group)
    return group


def merge_patch(target: Json, change: Json) -> Json:
    """JSON merge patch (RFC 7396): null removes, objects merge, anything else replaces."""
    merged = dict(target)
    for key in change:
        value: object = change[key]
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            merged[key] = merge_patch(as_object(merged.get(key)), as_object(change[key]))
        else:
            merged[key] = value
    return merged


def _as_kept(kind: ResourceType, call: Call) -> Call:
    """The request without what says nothing; resources of Resource Manager itself keep what was sent."""
    if not kind.tracked:
        return call
    kept = without_nothing(call.properties, keep_empty=kind.answers_empty)
    return replace(call, body={**call.body, "properties": kept})


def _accept(
    kind: ResourceType, call: Call, resource: Resource, existing: Resource | None, verb: str, seconds: float
) -> Operation | None:
    if seconds == 0:
        resource.provisioning_state = "Succeeded"
    else:
        resource.provisioning_state = kind.accepted_state(existing)
    call.world.store.put(resource)
    kind.accepted(call, resource)
    if seconds == 0 and not kind.operation_when_done:
        return None
    return start_operation(kind, call, resource, verb, seconds)


def _accepted(kind: ResourceType, call: Call, resource: Resource, operation: Operation | None, status: int) -> Result:
    """The answer to a PUT or PATCH: the resource, or what the type shows of it while the operation goes on."""
    headers = kind.headers(call, resource)
    if operation is None:
        return Result(status, kind.render(call, resource), headers=headers)
    return Result(kind.style.accepted_status or status, kind.render_accepted(call, resource), operation, headers)


def _canonical_id(kind: ResourceType, call: Call, existing: Resource | None) -> str:
    """Parents keep their stored spelling, types Azure's, the last name the first PUT's."""
    if existing is not None:
        return existing.id
    group = require_group(call)
    parent = call.id.parent
    type_segment = kind.name.rsplit("/", 1)[-1]
    if len(call.id.names) > 1 and parent is not None:
        stored = call.world.store.get(parent)
        if stored is None:
            raise errors.parent_resource_not_found(call.id.type_and_name, str(parent))
        return f"{stored.id}/{type_segment}/{call.id.name}"
    provider = kind.name.split("/", 1)[0]
    scope = group.id if group is not None else str(parent or f"/subscriptions/{call.id.subscription}")
    if call.id.extends is not None:
        extended = call.world.store.get(call.id.extends)
        scope = extended.id if extended is not None else str(call.id.extends)
    return f"{scope}/providers/{provider}/{type_segment}/{call.id.name}"


def _group_location(call: Call, resource: Resource) -> str:
    group_id = resource.arm_id
    group = call.world.store.get(f"/subscriptions/{group_id.subscription}/resourceGroups/{group_id.group}")
    return (group.location if group is not None else None) or "global"
