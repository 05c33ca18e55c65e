"""From a request that was answered to the record that the activity log is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.arm.writes import Write
from local_azure.http.answers import encode

if TYPE_CHECKING:
    from local_azure.arm.errors import ArmError
    from local_azure.arm.resource_type import Principal, Result
    from local_azure.http.routing import Route

WRITING = ("put", "patch", "delete", "action")
WITH_BODY = (
    "Microsoft.Compute/virtualMachines",
    "Microsoft.Compute/virtualMachineScaleSets",
    "Microsoft.Compute/disks",
)
"""The types whose writes carry their answer's body. Seen of machines and disks, inferred of scale sets."""


def is_logged(route: Route) -> bool:
    """Whether a request belongs into the log of a subscription."""
    return route.access in WRITING and route.permission is not None and route.id.subscription is not None


def write_of(
    route: Route, principal: Principal, method: str, correlation_id: str, at: float, outcome: Result | ArmError
) -> Write:
    """The record of a request that was carried out or refused."""
    refused = isinstance(outcome, Exception)
    operation = None if refused else outcome.operation
    body = None if refused or route.type_name not in WITH_BODY or method not in ("PUT", "PATCH") else outcome.body
    return Write(
        at=at,
        action=str(route.permission),
        resource_id=str(route.id),
        method=method,
        object_id=principal.object_id,
        client_id=principal.client_id,
        correlation_id=correlation_id,
        status=outcome.status,
        code=outcome.code if refused else None,
        response=encode(body, pretty=False).decode() if body is not None else None,
        operation=operation.id if operation is not None else None,
    )
