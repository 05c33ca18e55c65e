"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.network.network_interfaces import NetworkInterface
from local_azure.network.public_addresses import PublicAddress
from local_azure.network.security_groups import SecurityGroup
from local_azure.network.virtual_networks import Subnet, VirtualNetwork

TYPES: tuple[ResourceType, ...] = (VirtualNetwork(), Subnet(), NetworkInterface(), PublicAddress(), SecurityGroup())
