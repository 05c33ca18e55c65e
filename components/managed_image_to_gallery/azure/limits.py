"""The numbers and fixed words of galleries and managed images.

Sources: docs/reference/azure-galleries.md#limits and docs/reference/azure-galleries.md#names, with Microsoft's pages.
"""

from __future__ import annotations

from typing import Final

MIN_REPLICA_COUNT: Final = 1
"""Fewest replicas of a version in one region (docs/reference/azure-errors.md#number-out-of-range)."""

MAX_REPLICA_COUNT: Final = 100
"""Most replicas of an image version ("max 100 replicas per image version")."""

MAX_VERSION_PART: Final = 2_147_483_647
"""Largest value of Major, Minor or Patch of a version number (a 32-bit integer)."""

MAX_NAME_LENGTH: Final = 80
"""Longest name of a gallery, image definition or managed image."""

MAX_RESOURCE_GROUP_NAME_LENGTH: Final = 90
"""Longest name of a resource group."""

MAX_PUBLISHER_LENGTH: Final = 128
"""Longest publisher of an image definition."""

MAX_OFFER_LENGTH: Final = 64
"""Longest offer of an image definition."""

MAX_SKU_LENGTH: Final = 64
"""Longest SKU of an image definition."""

MAX_OS_DISK_SIZE_GB: Final = 2048
"""Largest OS disk of a version in replication mode Full, in GB (less than 2 TB per image)."""

MAX_DATA_DISK_SIZE_GB: Final = 2048
"""Largest data disk of a version, in GB: the live limit.

Source: docs/reference/azure-errors.md#disk-larger-than-a-gallery-takes.
"""

DOCUMENTED_MAX_DATA_DISK_SIZE_GB: Final = 1024
"""Largest data disk by Microsoft's image version page, in GB (up to 1 TB); the default of the stack config."""

REQUIRED_OS_STATE: Final = "Generalized"
"""The OS state that a definition for managed images must have (azure-mgmt-compute 39, `ImageOSDisk`)."""

SECURITY_TYPES_WITHOUT_MANAGED_IMAGES: Final = ("TrustedLaunch", "ConfidentialVM")
"""Values of the definition's feature SecurityType that no managed image can fulfil.

Source: docs/reference/azure-galleries.md#trusted-launch.
"""

MAX_TAGS: Final = 50
"""Most tags of one resource (docs/reference/resource-manager.md#tags)."""

MAX_TAG_NAME_LENGTH: Final = 512
"""Longest name of a tag."""

MAX_TAG_VALUE_LENGTH: Final = 256
"""Longest value of a tag."""

DISK_TYPES: Final = (
    "Standard_LRS",
    "Standard_ZRS",
    "StandardSSD_LRS",
    "StandardSSD_ZRS",
    "Premium_LRS",
    "Premium_ZRS",
    "PremiumV2_LRS",
    "UltraSSD_LRS",
)
"""Types of managed disks, which a definition may disallow (docs/reference/azure-galleries.md#definition-fields)."""

ACTIVITY_LOG_DAYS: Final = 90
"""For how many days Azure keeps the activity log (docs/reference/activity-log.md#contract)."""
