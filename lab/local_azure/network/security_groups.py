"""Network security groups: rules are kept, nothing is filtered. The form is general knowledge, not recorded."""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call
from local_azure.network import errors
from local_azure.network.style import NetworkType, style
from local_azure.network.usage import users_of_security_group

SECONDS = 1.0
DELETE_SECONDS = 10.0


class SecurityGroup(NetworkType):
    """`Microsoft.Network/networkSecurityGroups`."""

    name = "Microsoft.Network/networkSecurityGroups"
    enumerations: ClassVar[Enumerations] = {
        "properties.securityRules[].properties.access": ("Allow", "Deny"),
        "properties.securityRules[].properties.direction": ("Inbound", "Outbound"),
        "properties.securityRules[].properties.protocol": ("Tcp", "Udp", "Icmp", "Esp", "Ah", "*"),
    }
    style = style(put_retry_after=1, delete_retry_after=10)

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """About a second."""
        return SECONDS

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """Each rule with its id and state."""
        rules = [_shown_rule(resource, as_object(each)) for each in as_list(resource.properties.get("securityRules"))]
        return {**resource.properties, "securityRules": rules}

    def check_delete(self, call: Call, resource: Resource) -> None:
        """No interface or subnet has it."""
        users = users_of_security_group(call.world, resource.id)
        if users:
            raise errors.security_group_in_use(resource.id, users[0])

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Some seconds."""
        return DELETE_SECONDS


def _shown_rule(group: Resource, rule: Json) -> Json:
    return {
        "name": rule.get("name"),
        "id": f"{group.id}/securityRules/{rule.get('name')}",
        "etag": group.internal["etag"],
        "type": "Microsoft.Network/networkSecurityGroups/securityRules",
        "properties": {"provisioningState": "Succeeded", **as_object(rule.get("properties"))},
    }
