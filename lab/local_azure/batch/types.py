"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.batch.accounts import BatchAccount
from local_azure.batch.pools import BatchPool

TYPES: tuple[ResourceType, ...] = (BatchAccount(), BatchPool())
