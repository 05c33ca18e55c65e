"""The numbers and fixed words of galleries and managed images.

Sources are named per value; the abbreviations are those of reference/azure-rules.md (section 1): SIG and ACG are
Microsoft's articles shared-image-galleries and azure-compute-gallery, IV image-version, TS
troubleshooting-shared-images, NR resource-name-rules, SDK39 the enumerations of azure-mgmt-compute 39.
"""

from __future__ import annotations

from typing import Final

MIN_REPLICA_COUNT: Final = 1
"""Fewest replicas of a version in one region (TS: replica count out of range)."""

MAX_REPLICA_COUNT: Final = 100
"""Most replicas of an image version (ACG: "max 100 replicas per image version")."""

MAX_VERSION_PART: Final = 2_147_483_647
"""Largest value of Major, Minor or Patch of a version number (NR, TS: a 32-bit integer)."""

MAX_NAME_LENGTH: Final = 80
"""Longest name of a gallery, image definition or managed image (NR)."""

MAX_RESOURCE_GROUP_NAME_LENGTH: Final = 90
"""Longest name of a resource group (NR)."""

MAX_PUBLISHER_LENGTH: Final = 128
"""Longest publisher of an image definition (TS)."""

MAX_OFFER_LENGTH: Final = 64
"""Longest offer of an image definition (TS)."""

MAX_SKU_LENGTH: Final = 64
"""Longest SKU of an image definition (TS)."""

MAX_OS_DISK_SIZE_GB: Final = 2048
"""Largest OS disk of a version in replication mode Full, in GB (ACG, SIG: < 2 TB per image)."""

MAX_DATA_DISK_SIZE_GB: Final = 2048
"""Largest data disk of a version, in GB: the live limit (azure-docs#113012, GallerySourceResourceExceedsMaxSize)."""

DOCUMENTED_MAX_DATA_DISK_SIZE_GB: Final = 1024
"""Largest data disk by Microsoft's image version page, in GB (IV: up to 1 TB); the default of the stack config."""

OS_TYPES: Final = ("Linux", "Windows")
"""Operating system types (SDK39 OperatingSystemTypes)."""

REQUIRED_OS_STATE: Final = "Generalized"
"""The OS state that a definition for managed images must have (SDK39 ImageOSDisk: use Generalized)."""

SECURITY_TYPES_WITHOUT_MANAGED_IMAGES: Final = ("TrustedLaunch", "ConfidentialVM")
"""Values of the definition's feature SecurityType that no managed image can fulfil (article trusted-launch)."""
