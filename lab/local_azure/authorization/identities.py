"""User-assigned identities: enough to give one a role.

Source: lab/tests/recorded/facts/cli_2020-04-01-preview_identity_role_assignment.jsonl.
"""

from __future__ import annotations

import uuid

from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType


class UserAssignedIdentity(ResourceType):
    """`Microsoft.ManagedIdentity/userAssignedIdentities`: synchronous, and `Location` is the resource itself."""

    name = "Microsoft.ManagedIdentity/userAssignedIdentities"
    api_versions = ("2015-08-31-preview", "2018-11-30", "2023-01-31", "2024-11-30")
    pretty = False

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """Its principal and client are made once; the id has `resourcegroups` in lower case, as seen."""
        lower = resource_id.replace("/resourceGroups/", "/resourcegroups/")
        identity = super().build(call, existing, lower)
        if existing is not None:
            identity.properties = existing.properties
            return identity
        identity.properties = {
            "tenantId": call.world.settings.tenant_id,
            "principalId": str(uuid.uuid4()),
            "clientId": str(uuid.uuid4()),
        }
        return identity

    def render(self, call: Call, resource: Resource) -> Json:
        """The wire form: no provisioningState, and tags always."""
        return {
            "id": resource.id,
            "name": resource.name,
            "type": self.name,
            "location": resource.location,
            "tags": resource.tags or {},
            "properties": resource.properties,
        }

    def headers(self, call: Call, resource: Resource) -> dict[str, str]:
        """A PUT's `Location` is relative and no operation's."""
        return {"Location": resource.id} if call.method == "PUT" else {}
