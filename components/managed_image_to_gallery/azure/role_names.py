"""The built-in roles that somebody has on a gallery or a definition, by the names that the Verified Modules take.

Source: docs/reference/azure-galleries.md#sharing-identity-and-locks. A role is one GUID in every tenant, so a name need
not be looked up; all others are told by GUID or id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLE_IDS: Mapping[str, str] = {
    "Compute Gallery Artifacts Publisher": "85a2d0d9-2eba-4c9c-b355-11c2cc0788ab",
    "Compute Gallery Image Reader": "cf7c76d2-98a3-4358-a134-615aa78bf44d",
    "Compute Gallery Sharing Admin": "1ef6a3be-d0ac-425d-8c01-acb62866290b",
    "Contributor": "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "Owner": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Role Based Access Control Administrator": "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
    "User Access Administrator": "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
}
"""Its GUID by the role's name."""
