"""Everything that this Azure knows: the resource types of all families, and the paths of Resource Manager itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure import activity_log, resource_graph, resource_groups, subscriptions
from local_azure.authorization.types import TYPES as AUTHORIZATION
from local_azure.batch.types import TYPES as BATCH
from local_azure.deployments.endpoints import ENDPOINTS as DEPLOYMENT_ENDPOINTS
from local_azure.deployments.types import TYPES as DEPLOYMENTS
from local_azure.desktop_virtualization.types import TYPES as DESKTOP_VIRTUALIZATION
from local_azure.dev_test_labs.types import TYPES as DEV_TEST_LABS
from local_azure.disks.types import TYPES as DISKS
from local_azure.galleries.types import TYPES as GALLERIES
from local_azure.image_templates.types import TYPES as IMAGE_TEMPLATES
from local_azure.images.types import TYPES as IMAGES
from local_azure.network.types import TYPES as NETWORK
from local_azure.policy.types import TYPES as POLICY
from local_azure.template_specs.types import TYPES as TEMPLATE_SPECS
from local_azure.virtual_machines.sizes import ENDPOINTS as MACHINE_SIZES
from local_azure.virtual_machines.types import TYPES as VIRTUAL_MACHINES

if TYPE_CHECKING:
    from local_azure.arm.endpoint import Endpoint
    from local_azure.arm.resource_type import ResourceType


def resource_types() -> list[ResourceType]:
    """Every resource type."""
    return [
        *resource_groups.TYPES,
        *DEPLOYMENTS,
        *IMAGES,
        *DISKS,
        *GALLERIES,
        *VIRTUAL_MACHINES,
        *NETWORK,
        *IMAGE_TEMPLATES,
        *AUTHORIZATION,
        *BATCH,
        *DESKTOP_VIRTUALIZATION,
        *DEV_TEST_LABS,
        *POLICY,
        *TEMPLATE_SPECS,
    ]


def endpoints() -> tuple[Endpoint, ...]:
    """Every path of Resource Manager that is not a resource of a type."""
    return (
        *subscriptions.ENDPOINTS,
        *resource_groups.ENDPOINTS,
        *DEPLOYMENT_ENDPOINTS,
        *MACHINE_SIZES,
        *resource_graph.ENDPOINTS,
        *activity_log.ENDPOINTS,
    )
