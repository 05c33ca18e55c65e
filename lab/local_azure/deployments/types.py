"""Every resource type of this family."""

from __future__ import annotations

from local_azure.arm.resource_type import ResourceType
from local_azure.deployments.deployment import Deployment
from local_azure.deployments.deployment_operations import DeploymentOperation

TYPES: tuple[ResourceType, ...] = (Deployment(), DeploymentOperation())
