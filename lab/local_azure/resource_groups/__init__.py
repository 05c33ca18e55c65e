"""Resource groups (`types`, `endpoints`, `errors`), and the list of everything in them (`resources`, `filters`)."""

from local_azure.resource_groups.endpoints import ENDPOINTS
from local_azure.resource_groups.types import TYPES

__all__ = ["ENDPOINTS", "TYPES"]
