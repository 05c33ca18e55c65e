"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.desktop_virtualization.host_pools import HostPool
from local_azure.desktop_virtualization.session_host_configurations import SessionHostConfiguration

TYPES: tuple[ResourceType, ...] = (HostPool(), SessionHostConfiguration())
