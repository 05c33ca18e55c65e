"""Public IP addresses (lab/tests/recorded/facts/ps_2019-09-01_public_ip_and_nic.jsonl)."""

from __future__ import annotations

from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.operations import Operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, World
from local_azure.network import errors
from local_azure.network.style import NetworkType, new_etag, style
from local_azure.network.usage import users_of

SECONDS = 1.0
DELETE_SECONDS = 10.0
SINCE_TIERS = "2019-09-01"
"""`sku.tier`: absent at 2018-01-01, present at 2019-09-01."""


class PublicAddress(NetworkType):
    """`Microsoft.Network/publicIPAddresses`. Addresses are of the block that is kept for documentation."""

    name = "Microsoft.Network/publicIPAddresses"
    envelope_keys = ("zones", "sku")
    enumerations: ClassVar[Enumerations] = {
        "sku.name": ("Basic", "Standard", "StandardV2"),
        "sku.tier": ("Regional", "Global"),
        "properties.publicIPAllocationMethod": ("Dynamic", "Static"),
        "properties.publicIPAddressVersion": ("IPv4", "IPv6"),
    }
    style = style(put_retry_after=1, delete_retry_after=10)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With the provider's defaults; a static address is there at once."""
        address = super().build(call, existing, resource_id)
        if not address.envelope.get("zones"):
            address.envelope.pop("zones", None)
        address.envelope["sku"] = {"name": "Basic", "tier": "Regional", **as_object(address.envelope.get("sku"))}
        address.properties = _with_defaults(address.properties, address.location or "")
        if address.properties["publicIPAllocationMethod"] == "Static":
            number = int(str(address.internal["guid"])[:4], 16) % 250 + 1
            address.properties["ipAddress"] = f"203.0.113.{number}"
        return address

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """About a second."""
        return SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """A new etag."""
        resource.internal["etag"] = new_etag()

    def render(self, call: Call, resource: Resource) -> Json:
        """Older versions show no tier."""
        shown = super().render(call, resource)
        if call.api_version < SINCE_TIERS:
            shown["sku"] = {"name": as_object(shown["sku"]).get("name")}
        return shown

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """With the configuration that has it."""
        users = users_of(call.world, "publicIPAddress", resource.id)
        return {**resource.properties, **({"ipConfiguration": {"id": users[0]}} if users else {})}

    def check_delete(self, call: Call, resource: Resource) -> None:
        """No interface has it."""
        users = users_of(call.world, "publicIPAddress", resource.id)
        if users:
            raise errors.public_address_in_use(resource.id, users[0])

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Some seconds."""
        return DELETE_SECONDS


def _with_defaults(sent: Json, location: str) -> Json:
    properties: Json = {
        "publicIPAddressVersion": "IPv4",
        "publicIPAllocationMethod": "Dynamic",
        "idleTimeoutInMinutes": 4,
        "ipTags": [],
        **sent,
    }
    dns = as_object(sent.get("dnsSettings"))
    if dns.get("domainNameLabel"):
        label = dns["domainNameLabel"]
        properties["dnsSettings"] = {**dns, "fqdn": f"{label}.{location}.cloudapp.azure.com"}
    return properties
