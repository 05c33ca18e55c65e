"""`Microsoft.Authorization/policyAssignments` at a management group, a subscription, a group or a resource.

The list of a subscription has those of management groups too (documented): every subscription here lies below every
management group that an assignment stands at. Such an assignment is made by a seed, by its whole id; it belongs to no
subscription, and Resource Graph shows it in none (inferred).
"""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import IDENTITY_TYPES, Enumerations
from local_azure.arm.clock import utc_timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType
from local_azure.authorization.scopes import scope_of_extension, scope_of_request
from local_azure.authorization.types import AuthorizationType
from local_azure.policy import errors

MANAGEMENT_GROUPS = "/providers/microsoft.management/managementgroups/"
METADATA = ("createdBy", "createdOn", "updatedBy", "updatedOn")


class PolicyAssignment(AuthorizationType):
    """Assignments. `parameters` are kept as they were sent."""

    name = "Microsoft.Authorization/policyAssignments"
    api_versions = (
        *("2019-09-01", "2020-03-01", "2020-09-01", "2021-06-01", "2022-06-01", "2023-04-01", "2024-04-01"),
        *("2024-05-01", "2025-01-01", "2025-03-01", "2025-11-01"),
    )
    graph_table = "policyresources"
    envelope_keys = ("identity",)
    enumerations: ClassVar[Enumerations] = {
        "identity.type": IDENTITY_TYPES,
        "properties.enforcementMode": ("Default", "DoNotEnforce"),
    }
    update_status = 201

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """It assigns a definition."""
        if not call.properties.get("policyDefinitionId"):
            raise errors.definition_required()

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With its scope, and with who made it."""
        assignment = super().build(call, existing, resource_id)
        caller = call.principal.object_id if call.principal is not None else None
        before: Json = existing.properties["metadata"] if existing is not None else {}
        now = utc_timestamp(call.world.now)
        made = (before.get("createdBy", caller), before.get("createdOn", now))
        changed = (None, None) if existing is None else (caller, now)
        assignment.properties = {
            "enforcementMode": "Default",
            "notScopes": [],
            **call.properties,
            "scope": scope_of_extension(resource_id),
            "metadata": {
                **as_object(call.properties.get("metadata")),
                **dict(zip(METADATA, (*made, *changed), strict=True)),
            },
        }
        return assignment

    def render(self, call: Call, resource: Resource) -> Json:
        """As the others of this provider, with the identity where there is one; a PUT's answer says who made it."""
        shown: Json = {"properties": resource.properties, "id": resource.id, "type": self.name, "name": resource.name}
        return shown | resource.envelope

    def listed(self, call: Call) -> list[Resource]:
        """What is at, above or below the scope, management groups included; `atExactScope()` is the scope alone."""
        if "atexactscope()" in call.query.get("$filter", "").lower():
            scope = scope_of_request(call.id).lower()
            return [each for each in super().listed(call) if scope_of_extension(each.id).lower() == scope]
        above = [each for each in call.world.store.of_type(self.name) if each.key.startswith(MANAGEMENT_GROUPS)]
        return [*above, *super().listed(call)]


TYPES: tuple[ResourceType, ...] = (PolicyAssignment(),)
