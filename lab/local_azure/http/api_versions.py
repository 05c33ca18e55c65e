"""Which api-versions are answered, and Azure's words for the others.

Source: docs/reference/resource-manager.md#requests-and-errors.
"""

from __future__ import annotations

from local_azure.arm.endpoint import Endpoint
from local_azure.arm.regions import REGIONS
from local_azure.arm.resource_type import ResourceType
from local_azure.http import errors


def check_endpoint_version(sent: str | None, endpoint: Endpoint) -> None:
    """400 when a path of Resource Manager itself does not have the api-version."""
    if sent is None:
        raise errors.missing_api_version()
    if sent not in endpoint.api_versions:
        raise errors.invalid_api_version(sent, endpoint.api_versions)


def check_type_version(sent: str | None, kind: ResourceType, location: str) -> None:
    """400 when a resource type does not have the api-version."""
    if sent is None:
        raise errors.missing_api_version()
    if sent not in kind.api_versions:
        regions = ", ".join(each.name for each in REGIONS.values() if not each.restricted)
        type_path = kind.name.partition("/")[2]
        raise errors.no_registered_provider(location, sent, type_path, kind.api_versions, regions)
