"""Private addresses: the first free one of a subnet, from the fourth on (Azure keeps the first three)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from local_azure.arm.json_types import as_list
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.network import errors
from local_azure.network.usage import INTERFACES, ip_configurations, referenced_id

RESERVED = 3


def free_address(world: World, subnet: Resource, taken_now: set[str]) -> str:
    """A dynamic address in a subnet; 400 SubnetIsFull when there is none."""
    taken = taken_now | set(_taken(world, subnet.id))
    for number, address in enumerate(ipaddress.ip_network(_prefix(subnet), strict=False).hosts()):
        if number >= RESERVED and str(address) not in taken:
            return str(address)
    raise errors.subnet_full(subnet.name)


def _prefix(subnet: Resource) -> str:
    prefixes = as_list(subnet.properties.get("addressPrefixes"))
    return str(subnet.properties.get("addressPrefix") or (prefixes[0] if prefixes else "10.0.0.0/24"))


def _taken(world: World, subnet_id: str) -> Iterator[str]:
    for interface in world.store.of_type(INTERFACES):
        for _, properties in ip_configurations(interface):
            if referenced_id(properties, "subnet").lower() == subnet_id.lower():
                yield str(properties.get("privateIPAddress", ""))
