"""How the gallery provider answers long operations, and its request buckets.

Source: docs/reference/azure-galleries.md#request-budgets.
"""

from __future__ import annotations

from local_azure.arm.operations import OperationStyle
from local_azure.arm.resource_type import ThrottlePolicy

QUICK = OperationStyle(url_family="capsOperations", notification=True)
"""Galleries and definitions: done in under a second, no `Retry-After`."""
SLOW = OperationStyle(
    url_family="capsOperations",
    notification=True,
    put_retry_after=60,
    delete_retry_after=60,
    poll_retry_after=60,
)
"""Versions."""
QUICK_SECONDS = 0.4
"""Creating, changing and deleting a gallery or definition took 0.2 to 0.4 s."""

_POLL = ("GetOperationStatus", 5000, 15000)
GALLERY_THROTTLE = ThrottlePolicy(
    put=("CreateUpdateGallery", 50, 300),
    delete=("DeleteGallery", 50, 300),
    get=("GetGallery", 350, 2500),
    list=("ListGalleryInResourceGroup", 100, 1000),
    poll=_POLL,
    by_collection=True,
)
DEFINITION_THROTTLE = ThrottlePolicy(
    put=("CreateUpdateGalleryImage", 150, 750),
    delete=("DeleteGalleryImage", 50, 300),
    get=("GetGalleryImage", 600, 3000),
    poll=_POLL,
    by_collection=True,
)
VERSION_THROTTLE = ThrottlePolicy(
    put=("CreateUpdateGalleryImageVersion", 375, 1200),
    delete=("DeleteGalleryImageVersion", 150, 1000),
    get=("GetGalleryImageVersion", 2000, 10000),
    list=("ListGalleryImageVersionsInGalleryImage", 1500, 10000),
    poll=_POLL,
    by_collection=True,
)
SOFT_DELETED_THROTTLE = ThrottlePolicy(
    list=("ListSoftDeletedResourcesInGallery", 1500, 10000), poll=_POLL, by_collection=True
)
