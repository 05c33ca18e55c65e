"""The errors of locks and roles."""

from __future__ import annotations

from collections.abc import Sequence

from local_azure.arm.errors import ArmError
from local_azure.arm.resource_type import Principal

GATEWAY = {"x-ms-failure-cause": "gateway"}


def scope_locked(scope: str, verb: str, locked_scope: str) -> ArmError:
    """409 of a request that a lock stands against; `verb` is `delete` or `write`.

    Source: docs/reference/image-consumers.md#locks.
    """
    return ArmError(
        409,
        "ScopeLocked",
        f"The scope '{scope}' cannot perform {verb} operation because following scope(s) are locked: "
        f"'{locked_scope}'. Please remove the lock and try again.",
    )


def authorization_failed(principal: Principal, action: str, scope: str) -> ArmError:
    """403 of a caller without the action.

    Source: docs/reference/azure-errors.md#action-not-permitted; there a service principal is called by its object id.
    """
    return ArmError(
        403,
        "AuthorizationFailed",
        f"The client '{principal.client_id}' with object id '{principal.object_id}' does not have authorization "
        f"to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, "
        "please refresh your credentials.",
        extra_headers=GATEWAY,
    )


def linked_authorization_failed(
    principal: Principal, action: str, scope: str, linked_action: str, linked_scopes: Sequence[str]
) -> ArmError:
    """403 of a caller who may write a resource but not use one it names; text as printed in public issue threads."""
    linked = ",".join(linked_scopes)
    return ArmError(
        403,
        "LinkedAuthorizationFailed",
        f"The client '{principal.client_id}' with object id '{principal.object_id}' has permission to perform action "
        f"'{action}' on scope '{scope}'; however, it does not have permission to perform action(s) '{linked_action}' "
        f"on the linked scope(s) '{linked}' (respectively) or the linked scope(s) are invalid.",
        extra_headers=GATEWAY,
    )


def invalid_lock_level(level: object) -> ArmError:
    """400 of a lock that is neither CanNotDelete nor ReadOnly; the text is invented."""
    return ArmError(
        400,
        "InvalidLockLevel",
        f"The lock level '{level}' is not valid. The valid levels are 'CanNotDelete' and 'ReadOnly'.",
    )


def role_definition_does_not_exist(role_id: str) -> ArmError:
    """400 of an assignment of an unknown role; code and text are general knowledge."""
    name = role_id.rsplit("/", 1)[-1]
    return ArmError(
        400, "RoleDefinitionDoesNotExist", f"The specified role definition with ID '{name}' does not exist."
    )


def role_assignment_exists() -> ArmError:
    """409 of a second assignment of one role to one principal at one scope; general knowledge."""
    return ArmError(409, "RoleAssignmentExists", "The role assignment already exists.")


def invalid_role(member: str) -> ArmError:
    """400 of a role definition or assignment without a required member; the text is invented."""
    return ArmError(400, "InvalidRequest", f"The request body is missing the required property '{member}'.")
