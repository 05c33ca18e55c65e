"""Who uses what: interfaces are in subnets, and have public addresses and security groups."""

from __future__ import annotations

from collections.abc import Iterator

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World

INTERFACES = "Microsoft.Network/networkInterfaces"
SUBNETS = "Microsoft.Network/virtualNetworks/subnets"


def ip_configurations(interface: Resource) -> Iterator[tuple[str, Json]]:
    """The id and the properties of each IP configuration of an interface."""
    for each in as_list(interface.properties.get("ipConfigurations")):
        configuration = as_object(each)
        name = str(configuration.get("name", ""))
        yield f"{interface.id}/ipConfigurations/{name}", as_object(configuration.get("properties"))


def users_of(world: World, member: str, resource_id: str) -> list[str]:
    """The ids of the IP configurations whose `member` (`subnet`, `publicIPAddress`) is this resource."""
    return [
        configuration_id
        for interface in world.store.of_type(INTERFACES)
        for configuration_id, properties in ip_configurations(interface)
        if referenced_id(properties, member).lower() == resource_id.lower()
    ]


def users_of_security_group(world: World, group_id: str) -> list[str]:
    """The ids of the interfaces and subnets that have this security group."""
    return [
        each.id
        for kind in (INTERFACES, SUBNETS)
        for each in world.store.of_type(kind)
        if referenced_id(each.properties, "networkSecurityGroup").lower() == group_id.lower()
    ]


def referenced_id(properties: Json, member: str) -> str:
    """The id in `{"member": {"id": …}}`, empty when there is none."""
    return str(as_object(properties.get(member)).get("id") or "")
