"""Whether a managed image can be made again from a version. Pure.

A managed image is made from managed disks and holds neither a security type nor another architecture than x64
(docs/reference/azure-galleries.md#managed-images). Disks are made from a version only where it has a replica.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.limits import SECURITY_TYPES_WITHOUT_MANAGED_IMAGES
from managed_image_to_gallery.azure.models import SUCCEEDED

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageDefinition, ImageVersion, ManagedImage


def obstacles(
    version: ImageVersion | None, definition: ImageDefinition | None, existing: ManagedImage | None, region: str
) -> list[str]:
    """Why the image cannot be made in a region, one text each; [] when it can."""
    if version is None or definition is None:
        return ["The version does not exist."]
    found: list[str] = []
    if version.provisioning_state != SUCCEEDED:
        found.append(f"The version is {version.provisioning_state}, not {SUCCEEDED}.")
    if existing is not None:
        found.append(f"The image {existing.id} exists already.")
    if definition.os_state.lower() != "generalized":
        found.append(f"The definition is {definition.os_state}; a managed image is made from generalized disks.")
    if definition.architecture.lower() != "x64":
        found.append(f"The definition is {definition.architecture}; a managed image is always x64.")
    security = dict(definition.features).get("SecurityType", "")
    if security.lower() in {name.lower() for name in SECURITY_TYPES_WITHOUT_MANAGED_IMAGES}:
        found.append(f"The definition is {security}; a managed image cannot keep that state.")
    replicated = {target.name for target in version.target_regions}
    if region not in replicated:
        found.append(f"The version has no replica in {region}, only in {', '.join(sorted(replicated))}.")
    return found
