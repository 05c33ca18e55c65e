"""Whether a caller may do something: role assignments at the scope or above, and the actions of their roles.

An action is permitted when one role lists it in `actions` and not in its own `notActions`; `*` stands for any
characters, case does not matter (learn.microsoft.com/azure/role-based-access-control/role-definitions). Conditions are
not evaluated.

Lists of a subscription: a caller without the action there, but with it on something below, gets what he may see, with
status 200 and no hint of the rest (docs/reference/image-consumers.md#what-a-list-of-a-subscription-proves); one who has
it nowhere is refused. Both were reported of Azure. Lists of locks and roles are never filtered here.

Polling: an operation's URL stands at subscription scope, and Azure has refused a poll to a caller with a role on a
group alone (docs/reference/azure-errors.md#poll-not-permitted, Microsoft.Web; not seen for Compute and Network). Here a
poll needs `…/locations/{operations|capsOperations|…}/read` at the scope of the *resource that the operation is about*:
a role must list the action, and may be given on the group alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import GROUP_TYPE
from local_azure.arm.resource_type import Principal, World
from local_azure.authorization import errors, role_definitions
from local_azure.authorization.scopes import contains, scope_of_extension

ASSIGNMENT_TYPE = "Microsoft.Authorization/roleAssignments"


def require(world: World, principal: Principal, action: str, scope: str) -> None:
    """Refuse a caller who may not do this: 403 AuthorizationFailed."""
    if not permits(world, principal, action, scope):
        raise errors.authorization_failed(principal, action, scope)


def permits(world: World, principal: Principal, action: str, scope: str) -> bool:
    """Whether any role of the caller, assigned at the scope or above it, permits the action."""
    return any(allows(permission, action) for permission in granted(world, principal, scope))


def may_read(world: World, principal: Principal, resource: Resource) -> bool:
    """Whether the caller may read a resource; a group's action has another name than its type."""
    action = "Microsoft.Resources/subscriptions/resourceGroups" if resource.type == GROUP_TYPE else resource.type
    return permits(world, principal, f"{action}/read", resource.id)


def has_a_role(world: World, principal: Principal, scope: str) -> bool:
    """Whether the caller has any role at the scope, above it or below it."""
    return any(contains(scope, at) or contains(at, scope) for at, _ in _roles_of(world, principal))


def permits_below(world: World, principal: Principal, action: str, scope: str) -> bool:
    """Whether any role of the caller, assigned somewhere below the scope, permits the action there."""
    return any(
        allows(permission, action)
        for at, permissions in _roles_of(world, principal)
        if contains(scope, at)
        for permission in permissions
    )


def allows(permission: Json, action: str) -> bool:
    """Whether one `{"actions", "notActions"}` permits an action."""
    listed = any(matches(str(each), action) for each in as_list(permission.get("actions")))
    return listed and not any(matches(str(each), action) for each in as_list(permission.get("notActions")))


def matches(pattern: str, action: str) -> bool:
    """Whether an action falls under a pattern of a role definition."""
    return _compiled(pattern).fullmatch(action) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE)


def granted(world: World, principal: Principal, scope: str) -> Iterator[Json]:
    """The permissions of every role that is assigned to the principal at the scope or above it."""
    for at, permissions in _roles_of(world, principal):
        if contains(at, scope):
            yield from permissions


def _roles_of(world: World, principal: Principal) -> Iterator[tuple[str, list[Json]]]:
    """The scope and the permissions of every assignment of the principal."""
    for assignment in world.store.of_type(ASSIGNMENT_TYPE):
        if str(assignment.properties["principalId"]).lower() == principal.object_id.lower():
            role = role_definitions.find(world, str(assignment.properties["roleDefinitionId"]))
            permissions = as_list(role.get("permissions") if role else None)
            yield scope_of_extension(assignment.id), [as_object(each) for each in permissions]
