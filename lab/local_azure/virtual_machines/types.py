"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.virtual_machines.machine_types import VirtualMachine
from local_azure.virtual_machines.run_command_types import RunCommand
from local_azure.virtual_machines.scale_set_types import ScaleSet, ScaleSetInstance

TYPES: tuple[ResourceType, ...] = (VirtualMachine(), RunCommand(), ScaleSet(), ScaleSetInstance())
