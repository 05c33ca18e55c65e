"""The resource types of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.galleries.definition import ImageDefinition
from local_azure.galleries.gallery import Gallery
from local_azure.galleries.soft_deleted import SoftDeletedVersion
from local_azure.galleries.version import ImageVersion

TYPES: tuple[ResourceType, ...] = (Gallery(), ImageDefinition(), ImageVersion(), SoftDeletedVersion())
