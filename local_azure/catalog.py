"""Everything that this Azure knows: the resource types of all families, and the paths of Resource Manager itself."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING

from local_azure.resource_groups import ENDPOINTS as RESOURCE_GROUP_ENDPOINTS
from local_azure.resource_groups import TYPES as RESOURCE_GROUP_TYPES
from local_azure.subscriptions import ENDPOINTS as SUBSCRIPTION_ENDPOINTS

if TYPE_CHECKING:
    from local_azure.arm.endpoint import Endpoint
    from local_azure.arm.resource_type import ResourceType

FAMILIES = (
    "images",
    "disks",
    "galleries",
    "virtual_machines",
    "network",
    "image_templates",
    "authorization",
)


def resource_types() -> list[ResourceType]:
    """Every resource type."""
    families = [_types_of(family) for family in FAMILIES]
    return [*RESOURCE_GROUP_TYPES, *chain.from_iterable(families)]


def endpoints() -> tuple[Endpoint, ...]:
    """Every path of Resource Manager that is not a resource of a type."""
    return (*SUBSCRIPTION_ENDPOINTS, *RESOURCE_GROUP_ENDPOINTS)


def _types_of(family: str) -> tuple[ResourceType, ...]:
    name = f"local_azure.{family}.types"
    if find_spec(f"local_azure.{family}") is None or find_spec(name) is None:
        return ()
    types: tuple[ResourceType, ...] = import_module(name).TYPES
    return types
