"""Resource groups, and the list of everything in them."""

from local_azure.resource_groups.endpoints import ENDPOINTS
from local_azure.resource_groups.types import TYPES

__all__ = ["ENDPOINTS", "TYPES"]
