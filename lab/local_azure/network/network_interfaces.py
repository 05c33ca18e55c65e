"""Network interfaces: an address in a subnet, and the machine that has them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, World
from local_azure.authorization import linked
from local_azure.network import errors
from local_azure.network.addresses import free_address
from local_azure.network.style import NetworkType, new_etag, style
from local_azure.network.usage import INTERFACES, ip_configurations, referenced_id

MACHINE = "virtual_machine"
MAC_ADDRESS = "mac_address"
DELETE_SECONDS = 10.0
SINCE_2019 = "2018-08-01"
"""`hostedWorkloads`, `tapConfigurations`: absent at 2018-01-01, present at 2019-09-01; the version is inferred."""
SINCE_2020 = "2020-11-01"
"""`vnetEncryptionSupported`, `nicType`: absent at 2019-09-01, present at 2020-11-01."""
SINCE_2022 = "2022-09-01"
"""`disableTcpStateTracking`, `allowPort25Out` and `kind`: absent at 2020-11-01, present at 2022-09-01."""
JOINS = {
    "subnet": "Microsoft.Network/virtualNetworks/subnets/join/action",
    "publicIPAddress": "Microsoft.Network/publicIPAddresses/join/action",
    "networkSecurityGroup": "Microsoft.Network/networkSecurityGroups/join/action",
}


class NetworkInterface(NetworkType):
    """`Microsoft.Network/networkInterfaces`: done in its own 201, which names an operation all the same.

    A machine writes itself into `internal["virtual_machine"]`, and `internal["mac_address"]` once it ran.
    """

    name = INTERFACES
    style = style()
    operation_when_done = True
    enumerations: ClassVar[Enumerations] = {
        "properties.ipConfigurations[].properties.privateIPAllocationMethod": ("Dynamic", "Static"),
        "properties.ipConfigurations[].properties.privateIPAddressVersion": ("IPv4", "IPv6"),
    }

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Every configuration is in a subnet of the region; the caller may use what is named."""
        super().check_put(call, existing)
        configurations = as_list(call.properties.get("ipConfigurations"))
        if not configurations:
            raise errors.invalid_format("ipConfigurations")
        for each in configurations:
            self._check_references(call, as_object(as_object(each).get("properties")))
        linked.require(call, JOINS["networkSecurityGroup"], _named(call.properties, "networkSecurityGroup"))

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """Every configuration gets an address."""
        interface = super().build(call, existing, resource_id)
        known = dict(ip_configurations(existing)) if existing else {}
        taken: set[str] = set()
        interface.properties["ipConfigurations"] = [
            self._configuration(call, resource_id, as_object(each), known, taken)
            for each in as_list(call.properties.get("ipConfigurations"))
        ]
        if existing is None:
            interface.internal["domain"] = uuid.uuid4().hex[:26] + ".bx.internal.cloudapp.net"
        return interface

    def accepted(self, call: Call, resource: Resource) -> None:
        """A public address that is attached gets a new etag.

        Source: lab/tests/recorded/facts/ps_2019-09-01_public_ip_and_nic.jsonl.
        """
        for _, properties in ip_configurations(resource):
            renew_etag(call.world, referenced_id(properties, "publicIPAddress"))

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """The machine stands in it only while attached.

        Source: lab/tests/recorded/facts/cli_2019-03-01_vm_get_instance_view.jsonl.
        """
        kept = resource.properties
        dns: Json = {"dnsServers": [], "appliedDnsServers": [], "internalDomainNameSuffix": resource.internal["domain"]}
        shown: Json = {
            "ipConfigurations": [_shown_configuration(resource, as_object(each)) for each in kept["ipConfigurations"]],
            "dnsSettings": {**dns, **as_object(kept.get("dnsSettings"))},
            "enableAcceleratedNetworking": kept.get("enableAcceleratedNetworking", False),
            "enableIPForwarding": kept.get("enableIPForwarding", False),
        }
        if call.api_version >= SINCE_2019:
            shown |= {"hostedWorkloads": [], "tapConfigurations": []}
        if call.api_version >= SINCE_2020:
            shown |= {"vnetEncryptionSupported": False, "nicType": kept.get("nicType", "Standard")}
        if call.api_version >= SINCE_2022:
            shown |= {"disableTcpStateTracking": kept.get("disableTcpStateTracking", False), "allowPort25Out": True}
        if MAC_ADDRESS in resource.internal:
            shown["macAddress"] = resource.internal[MAC_ADDRESS]
        if "networkSecurityGroup" in kept:
            shown["networkSecurityGroup"] = kept["networkSecurityGroup"]
        if MACHINE in resource.internal:
            shown["primary"] = True
            shown["virtualMachine"] = {"id": resource.internal[MACHINE]}
        return shown

    def render(self, call: Call, resource: Resource) -> Json:
        """With its `kind` beside the properties."""
        shown = super().render(call, resource)
        return {**shown, "kind": "Regular"} if call.api_version >= SINCE_2022 else shown

    def check_delete(self, call: Call, resource: Resource) -> None:
        """No machine has it."""
        if MACHINE in resource.internal:
            raise errors.interface_in_use(resource.id, str(resource.internal[MACHINE]))

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Some seconds."""
        return DELETE_SECONDS

    def _check_references(self, call: Call, properties: Json) -> None:
        subnet_id = referenced_id(properties, "subnet")
        if not subnet_id:
            raise errors.invalid_format("ipConfigurations.properties.subnet")
        for member in ("subnet", "publicIPAddress"):
            for named in _named(properties, member):
                if call.world.store.get(named) is None:
                    raise errors.invalid_reference(named, str(call.id))
            linked.require(call, JOINS[member], _named(properties, member))

    def _configuration(
        self, call: Call, interface_id: str, sent: Json, known: dict[str, Json], taken: set[str]
    ) -> Json:
        """One configuration: the address that was asked for, that it had, or the first free one."""
        properties = dict(as_object(sent.get("properties")))
        name = str(sent.get("name", "ipconfig"))
        before = known.get(f"{interface_id}/ipConfigurations/{name}", {})
        subnet = call.world.store.get(referenced_id(properties, "subnet"))
        if subnet is not None:
            address = properties.get("privateIPAddress") or before.get("privateIPAddress")
            properties["privateIPAddress"] = address or free_address(call.world, subnet, taken)
            taken.add(str(properties["privateIPAddress"]))
        return {"name": name, "properties": properties}


def renew_etag(world: World, resource_id: str) -> None:
    """Give a network resource that something was attached to a new etag."""
    resource = world.store.get(resource_id)
    if resource is not None:
        resource.internal["etag"] = new_etag()
        world.store.put(resource)


def _named(properties: Json, member: str) -> list[str]:
    named = referenced_id(properties, member)
    return [named] if named else []


def _shown_configuration(interface: Resource, configuration: Json) -> Json:
    return {
        "name": configuration["name"],
        "id": f"{interface.id}/ipConfigurations/{configuration['name']}",
        "etag": interface.internal["etag"],
        "type": f"{INTERFACES}/ipConfigurations",
        "properties": {
            "provisioningState": "Succeeded",
            "privateIPAllocationMethod": "Dynamic",
            "primary": True,
            "privateIPAddressVersion": "IPv4",
            **as_object(configuration.get("properties")),
        },
    }
