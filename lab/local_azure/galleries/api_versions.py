"""The api-versions of galleries, definitions and versions, and what changes with them.

Source: docs/reference/azure-galleries.md#api-versions-and-their-defaults.
"""

from __future__ import annotations

API_VERSIONS = (
    *("2018-06-01", "2019-03-01", "2019-07-01", "2019-12-01", "2020-09-30", "2021-07-01", "2021-10-01", "2022-01-03"),
    *("2022-03-03", "2022-08-03", "2023-07-03", "2024-03-03", "2025-03-03", "2025-12-03", "2026-03-03"),
)

SHARING_ON_REQUEST = "2020-09-30"
"""Answers to PUT and PATCH show `sharingProfile`, those to GET only with `$select=Permissions` (seen; not before and
not from 2021-07-01)."""
ARCHITECTURE = "2021-10-01"
"""From here on definitions show `architecture` (docs/reference/azure-galleries.md#api-versions-and-their-defaults)."""
GALLERY_UPDATING = "2025-03-03"
"""From here on a gallery is `Updating` after a PUT; before it stayed `Succeeded` (second set; the year is inferred)."""
SAFETY_PROFILE = "2022-03-03"
"""From here on versions show `safetyProfile` (seen at 2022-03-03, absent at 2021-07-01)."""
VALIDATIONS_PROFILE = "2024-03-03"
"""From here on versions show `validationsProfile` (seen at 2024-03-03, absent at 2022-03-03)."""
BLOCK_DELETION = "2024-03-03"
"""From here on `blockDeletionBeforeEndOfLife` and feature updates are known (documented)."""
GENERATION_2 = "2025-03-03"
"""From here on a definition is V2 with TrustedLaunchSupported, and storage prefers ZRS (documented)."""
END_OF_LIFE = "2026-03-03"
"""From here on a version ends after six months and cannot be deleted before (reported, azure-cli 32375)."""
