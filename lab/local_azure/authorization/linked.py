"""Permissions on what a body names: a machine's network interfaces, the image it starts from."""

from __future__ import annotations

from collections.abc import Iterable

from local_azure.arm.resource_type import Call
from local_azure.authorization import errors
from local_azure.authorization.permissions import permits


def require(call: Call, linked_action: str, resource_ids: Iterable[str]) -> None:
    """Refuse a caller who may not use what the body names; a call without a caller (from inside) may everything."""
    principal = call.principal
    if principal is None:
        return
    refused = [each for each in resource_ids if not permits(call.world, principal, linked_action, each)]
    if refused:
        raise errors.linked_authorization_failed(
            principal, f"{call.id.type}/write", str(call.id), linked_action, refused
        )
