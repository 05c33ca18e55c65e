"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.dev_test_labs.labs import Lab
from local_azure.dev_test_labs.members import CustomImage, Formula, LabMachine

TYPES: tuple[ResourceType, ...] = (Lab(), CustomImage(), Formula(), LabMachine())
