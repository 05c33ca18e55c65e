"""May this request be carried out at all? What Resource Manager asks before it asks a resource provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.arm.errors import subscription_not_found
from local_azure.arm.resource_ids import GROUP_TYPE, ArmId, parse_path
from local_azure.authorization import locks, permissions
from local_azure.resource_groups.errors import being_deleted
from local_azure.subscriptions.registration import require_registered

if TYPE_CHECKING:
    from local_azure.arm.resource_type import Principal, World
    from local_azure.http.exchange import Request
    from local_azure.http.routing import Route


_NEVER_FILTERED = "microsoft.authorization/"


def require_subscription(world: World, path: str) -> str:
    """The subscription of a path, "" where there is none; 404 for one that is not there."""
    parsed = parse_path(path)
    subscription = parsed.id.subscription if parsed is not None else None
    if subscription is not None and subscription.lower() not in world.settings.subscriptions:
        raise subscription_not_found(subscription)
    return subscription or ""


def is_filtered(world: World, route: Route, principal: Principal) -> bool:
    """Whether a list shows only what the caller may read: he has no role for the whole subscription, but for a part."""
    action, scope = route.permission, str(route.id)
    if action is None or route.access != "list" or action.lower().startswith(_NEVER_FILTERED):
        return False
    everywhere = world.settings.filter_lists
    if not everywhere and (route.id.group is not None or route.id.types):
        return False
    if permissions.permits(world, principal, action, scope):
        return False
    return everywhere or permissions.permits_below(world, principal, action, scope)


def require_admission(world: World, request: Request, route: Route, principal: Principal) -> None:
    """Roles, locks, registration, the group's state: in this order, so that nobody learns what he may not see."""
    if route.permission is not None and not is_filtered(world, route, principal):
        permissions.require(world, principal, route.permission, str(route.id))
    if request.method in locks.VERBS:
        locks.require_unlocked(world, route.id, request.method)
    writes = request.method in ("PUT", "PATCH")
    if route.id.subscription is not None and route.kind is not None:
        require_registered(world, route.id.subscription, route.kind.name.split("/", 1)[0], writes=writes)
    if writes:
        _require_writable(world, route.id)


def _require_writable(world: World, resource_id: ArmId) -> None:
    if resource_id.group is None or resource_id.type == GROUP_TYPE:
        return
    group = world.store.get(ArmId(resource_id.subscription, resource_id.group))
    if group is not None and group.provisioning_state == "Deleting":
        raise being_deleted(group.name)
