"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.virtual_machines.machine_types import VirtualMachine

TYPES: tuple[ResourceType, ...] = (VirtualMachine(),)
