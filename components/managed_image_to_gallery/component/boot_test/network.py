"""Networks of test machines: an interface each, and where no subnet is named a network that nobody can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
from pulumi_azure_native import network

from managed_image_to_gallery.component.boot_test.resources import (
    SUBNET_NAME,
    name_of_network_in_azure,
    network_name,
)
from managed_image_to_gallery.component.state.resource_types import INTERFACE_SUFFIX, NETWORK_SUFFIX, SUBNET_SUFFIX

if TYPE_CHECKING:
    from managed_image_to_gallery.config.late_values import LateValues
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.boot_test import TestMachine

_ADDRESSES = "10.255.255.0/24"


def declare_subnet(
    migration: Migration, region: str, resource_group: pulumi.Input[str], *, parent: pulumi.Resource
) -> pulumi.Output[str]:
    """Declare a virtual network with one subnet and give the subnet's id.

    There is no public address and no peering: nothing reaches the machines. They reach out, because a run command
    brings its result home over the Internet (learn.microsoft.com/azure/virtual-machines/run-command-overview).
    """
    inside, name = pulumi.ResourceOptions(parent=parent), network_name(migration, region)
    around = network.VirtualNetwork(
        f"{name}{NETWORK_SUFFIX}",
        resource_group_name=resource_group,
        virtual_network_name=migration.late.place(name_of_network_in_azure(migration, region)),
        location=region,
        address_space=network.AddressSpaceArgs(address_prefixes=[_ADDRESSES]),
        opts=inside,
    )
    subnet = network.Subnet(
        f"{name}{SUBNET_SUFFIX}",
        resource_group_name=resource_group,
        virtual_network_name=around.name,
        subnet_name=SUBNET_NAME,
        address_prefix=_ADDRESSES,
        default_outbound_access=True,
        opts=inside,
    )
    return subnet.id


def declare_interface(
    name: str, machine: TestMachine, late: LateValues, subnet_id: pulumi.Input[str], *, parent: pulumi.Resource
) -> network.NetworkInterface:
    """Declare the interface of one machine."""
    return network.NetworkInterface(
        f"{name}{INTERFACE_SUFFIX}",
        resource_group_name=late.place(machine.id.resource_group),
        network_interface_name=late.place(machine.id.name),
        location=machine.region,
        ip_configurations=[
            network.NetworkInterfaceIPConfigurationArgs(
                name="boot-test",
                private_ip_allocation_method=network.IPAllocationMethod.DYNAMIC,
                subnet=network.SubnetArgs(id=subnet_id),
            )
        ],
        opts=pulumi.ResourceOptions(parent=parent),
    )
