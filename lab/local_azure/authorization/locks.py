"""Resource locks: which one stands against a request.

A lock is inherited by everything below its scope, and a group cannot be deleted while anything in it is locked
(learn.microsoft.com/azure/azure-resource-manager/management/lock-resources). A POST counts as a write, even one that
only reads (docs/reference/azure-errors.md#scope-locked-against-a-write).
"""

from __future__ import annotations

from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId
from local_azure.arm.resource_type import World
from local_azure.authorization import errors
from local_azure.authorization.scopes import contains, scope_of_extension, scope_of_request

LOCK_TYPE = "Microsoft.Authorization/locks"
CAN_NOT_DELETE = "CanNotDelete"
READ_ONLY = "ReadOnly"
LEVELS = (CAN_NOT_DELETE, READ_ONLY)
VERBS = {"DELETE": "delete", "PUT": "write", "PATCH": "write", "POST": "write"}


def require_unlocked(world: World, resource_id: ArmId, method: str) -> None:
    """Refuse a request that a lock stands against: 409 ScopeLocked."""
    lock = blocking(world, resource_id, method)
    if lock is not None:
        raise errors.scope_locked(scope_of_request(resource_id), VERBS[method], scope_of_extension(lock.id))


def blocking(world: World, resource_id: ArmId, method: str) -> Resource | None:
    """The first lock that stands against a request, or None. Locks themselves can always be changed and removed."""
    verb = VERBS.get(method.upper())
    if verb is None or resource_id.type.lower() == LOCK_TYPE.lower():
        return None
    scope = scope_of_request(resource_id)
    is_group = resource_id.provider is None and resource_id.group is not None
    for lock in world.store.of_type(LOCK_TYPE):
        if _forbids(lock, verb) and _concerns(lock, scope, deletes_group=is_group and verb == "delete"):
            return lock
    return None


def _forbids(lock: Resource, verb: str) -> bool:
    return verb == "delete" or lock.properties["level"] == READ_ONLY


def _concerns(lock: Resource, scope: str, *, deletes_group: bool) -> bool:
    locked = scope_of_extension(lock.id)
    return contains(locked, scope) or (deletes_group and contains(scope, locked))
