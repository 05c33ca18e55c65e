"""Policy states, which only Resource Graph shows here: what each assignment says of each resource that it judges.

Source: learn.microsoft.com/azure/governance/policy/samples/resource-graph-samples for the members; the form of the id
is inferred. Nothing is evaluated: every resource in an assignment's scope is Compliant.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from local_azure.authorization.scopes import contains

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from local_azure.arm.json_types import Json
    from local_azure.arm.resource import Resource

TYPE = "microsoft.policyinsights/policystates"
"""As Resource Graph writes it."""

_MANAGEMENT_GROUPS = "/providers/microsoft.management/"


def states(resource: Resource, assignments: Iterable[Resource]) -> Iterator[Json]:
    """The states of a resource, as `policyresources` shows them; every management group holds every subscription."""
    for one in assignments:
        scope = str(one.properties["scope"])
        if scope.lower().startswith(_MANAGEMENT_GROUPS) or contains(scope, resource.id):
            yield _state(resource, one)


def _state(resource: Resource, assignment: Resource) -> Json:
    name = hashlib.sha256(f"{resource.key} {assignment.key}".encode()).hexdigest()
    return {
        "id": f"{resource.id}/providers/{TYPE}/{name}",
        "name": name,
        "properties": {
            "resourceId": resource.id,
            "resourceType": resource.type,
            "resourceGroup": resource.arm_id.group or "",
            "policyAssignmentId": assignment.id,
            "policyAssignmentName": assignment.name,
            "policyAssignmentScope": assignment.properties["scope"],
            "policyDefinitionId": assignment.properties["policyDefinitionId"],
            "complianceState": "Compliant",
        },
    }
