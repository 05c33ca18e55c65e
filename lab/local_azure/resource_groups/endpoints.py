"""The paths of resource groups."""

from __future__ import annotations

import re

from local_azure.arm import lifecycle
from local_azure.arm.endpoint import Endpoint
from local_azure.arm.errors import resource_group_not_found
from local_azure.arm.regions import REGIONS, find_region
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Call, Result
from local_azure.resource_groups import errors
from local_azure.resource_groups.resources import list_all
from local_azure.resource_groups.types import ResourceGroupType

KIND = ResourceGroupType()
NAME_PATTERN = re.compile(r"[\w().-]{0,89}[\w()-]")


def put_group(call: Call, names: dict[str, str]) -> Result:
    """PUT: create a group (201), or replace its tags (200)."""
    existing = call.world.store.get(call.id)
    if NAME_PATTERN.fullmatch(names["group"]) is None:
        raise errors.invalid_name(names["group"])
    location = _location(call, existing)
    if existing is not None and existing.provisioning_state == "Deleting":
        raise errors.being_deleted(existing.name)
    group_id = f"/subscriptions/{names['subscription'].lower()}/resourceGroups/{names['group']}"
    now = call.world.now
    resource = Resource(
        id=existing.id if existing is not None else group_id,
        type=GROUP_TYPE,
        location=location,
        properties={},
        tags=call.body.get("tags"),
        envelope={"managedBy": call.body["managedBy"]} if call.body.get("managedBy") else {},
        created_at=existing.created_at if existing is not None else now,
        changed_at=now,
    )
    call.world.store.put(resource)
    return Result(200 if existing is not None else 201, KIND.render(call, resource))


def patch_group(call: Call, _names: dict[str, str]) -> Result:
    """PATCH: the tags, as a whole."""
    group = _existing(call)
    if "tags" in call.body:
        group.tags = call.body["tags"]
    group.changed_at = call.world.now
    call.world.store.put(group)
    return Result(200, KIND.render(call, group))


def get_group(call: Call, _names: dict[str, str]) -> Result:
    """GET one group."""
    return Result(200, KIND.render(call, _existing(call)))


def head_group(call: Call, _names: dict[str, str]) -> Result:
    """HEAD: 204 when it exists, 404 when not, never a body (docs/reference/resource-manager.md#requests-and-errors)."""
    return Result(404 if call.world.store.get(call.id) is None else 204)


def delete_group(call: Call, _names: dict[str, str]) -> Result:
    """DELETE: everything in it goes too; 404 when it is not there."""
    group = _existing(call)
    running = [each for each in call.world.operations.running_on(group.id) if each.verb == "delete"]
    if running:
        return Result(202, None, running[0])
    return lifecycle.delete(KIND, call)


def list_groups(call: Call, _names: dict[str, str]) -> Result:
    """GET every group of the subscription."""
    return lifecycle.list_resources(KIND, call)


def _existing(call: Call) -> Resource:
    group = call.world.store.get(call.id)
    if group is None:
        raise resource_group_not_found(call.id.group or "")
    return group


def _location(call: Call, existing: Resource | None) -> str:
    sent: object = call.body.get("location")
    if not isinstance(sent, str) or not sent:
        raise errors.location_required()
    found = find_region(sent)
    if found is None:
        raise errors.location_not_available(
            sent, ",".join(each.name for each in REGIONS.values() if not each.restricted)
        )
    if existing is not None and existing.location != found.name:
        raise errors.location_changed(existing.name, existing.location or "", found.name)
    return found.name


_GROUP = "/subscriptions/{subscription}/resourceGroups/{group}"
_ACTION = "Microsoft.Resources/subscriptions/resourceGroups"

ENDPOINTS = (
    Endpoint("PUT", _GROUP, GROUP_TYPE, KIND.api_versions, put_group, f"{_ACTION}/write"),
    Endpoint("PATCH", _GROUP, GROUP_TYPE, KIND.api_versions, patch_group, f"{_ACTION}/write"),
    Endpoint("GET", _GROUP, GROUP_TYPE, KIND.api_versions, get_group, f"{_ACTION}/read"),
    Endpoint("HEAD", _GROUP, GROUP_TYPE, KIND.api_versions, head_group, f"{_ACTION}/read"),
    Endpoint("DELETE", _GROUP, GROUP_TYPE, KIND.api_versions, delete_group, f"{_ACTION}/delete"),
    Endpoint("GET", "/subscriptions/{subscription}/resourceGroups", GROUP_TYPE, KIND.api_versions, list_groups,
             f"{_ACTION}/read", lists=True),
    Endpoint("GET", "/subscriptions/{subscription}/resources", "Microsoft.Resources/resources", KIND.api_versions,
             list_all, "Microsoft.Resources/subscriptions/resources/read", lists=True),
    Endpoint("GET", _GROUP + "/resources", "Microsoft.Resources/resources", KIND.api_versions, list_all,
             f"{_ACTION}/resources/read", lists=True),
)  # fmt: skip
