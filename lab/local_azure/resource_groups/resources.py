"""The list of resources, of a subscription or of a group.

Source: lab/tests/recorded/facts/cli_2022-09-01_resources_changed_time.jsonl.
"""

from __future__ import annotations

from urllib.parse import urlencode

from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json
from local_azure.arm.lifecycle import require_group
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Call, Result, World
from local_azure.resource_groups import errors
from local_azure.resource_groups.filters import parse_filter

PAGE_SIZE = 1000
SHOWN_ENVELOPE = ("sku", "kind", "managedBy", "plan", "identity", "zones")
WITHOUT_TIER = ("Microsoft.Compute/disks", "Microsoft.Compute/snapshots", "Microsoft.Network/publicIPAddresses")
"""Types whose `sku` has its tier from the provider, which Resource Manager does not know of."""
SWEEP_SECONDS = 600.0
"""`changedTime` comes to rest ten minutes after the last write, with nothing changed in between (seen)."""


def list_all(call: Call, _names: dict[str, str]) -> Result:
    """GET `/subscriptions/{s}[/resourceGroups/{g}]/resources`."""
    require_group(call)
    predicate = parse_filter(call.query.get("$filter", ""))
    expanded = {each.strip().lower() for each in call.query.get("$expand", "").split(",")}
    scope = call.id.key + "/"
    found = [
        each
        for each in call.world.store.all()
        if each.key.startswith(scope) and _is_listed(call.world, each) and predicate(each) and call.may_be_seen(each)
    ]
    first, size = _number(call, "$skiptoken", 0), _number(call, "$top", PAGE_SIZE)
    page = found[first : first + size]
    body: Json = {"value": [entry(call.world, each, expanded) for each in page]}
    if first + size < len(found):
        query = {**call.query, "$skiptoken": str(first + size)}
        body["nextLink"] = f"{call.id}/resources?{urlencode(query)}"
    return Result(200, body)


def entry(world: World, resource: Resource, expanded: set[str]) -> Json:
    """One resource in the list; times and state only where `$expand` asks for them."""
    shown: Json = {"id": resource.id, "name": resource.name, "type": resource.type}
    shown |= {key: resource.envelope[key] for key in SHOWN_ENVELOPE if key in resource.envelope}
    if resource.type in WITHOUT_TIER and "sku" in shown:
        shown["sku"] = {name: value for name, value in shown["sku"].items() if name != "tier"}
    shown["location"] = resource.location
    extras = {
        "createdTime": utc_timestamp(resource.created_at),
        "changedTime": utc_timestamp(changed_time(world, resource)),
        "provisioningState": resource.provisioning_state,
    }
    shown |= {name: value for name, value in extras.items() if name.lower() in expanded}
    if resource.tags is not None:
        shown["tags"] = resource.tags
    return shown


def changed_time(world: World, resource: Resource) -> float:
    """When ARM says it was changed: it follows the present until ten minutes after the last write."""
    return min(max(world.now, resource.changed_at), resource.changed_at + world.clock.scaled(SWEEP_SECONDS))


def _is_listed(world: World, resource: Resource) -> bool:
    kind = world.type_named(resource.type)
    return kind is not None and kind.tracked and resource.type != GROUP_TYPE and resource.location is not None


def _number(call: Call, key: str, default: int) -> int:
    text = call.query.get(key, "")
    if not text:
        return default
    if not text.isdigit():
        raise errors.invalid_filter(text, f"{key} is a whole number")
    return int(text)
