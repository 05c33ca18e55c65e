"""Scopes: what contains what. A scope is an id in its string form; scopes are compared without case."""

from __future__ import annotations

from local_azure.arm.resource_ids import ArmId

OF_AUTHORIZATION = "/providers/microsoft.authorization/"


def scope_of_request(resource_id: ArmId) -> str:
    """The scope that a request's id stands for: without a provider that names no resource (`…/providers/X`)."""
    if resource_id.provider and not resource_id.names:
        if resource_id.extends is not None:
            return str(resource_id.extends)
        return str(ArmId(resource_id.subscription, resource_id.group))
    return str(resource_id)


def scope_of_extension(resource_id: str) -> str:
    """The scope that a lock or an assignment is for: what stands before its provider; `/` for the tenant's root."""
    at = resource_id.lower().rindex(OF_AUTHORIZATION)
    return resource_id[:at] or "/"


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or below it."""
    if outer == "/":
        return True
    wide, narrow = outer.lower().rstrip("/"), inner.lower()
    return narrow == wide or narrow.startswith(wide + "/")
