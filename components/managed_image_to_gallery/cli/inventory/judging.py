"""Whether an image could be published at all, before anything is planned for it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.gate.eligibility import Publication, ineligibilities

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.gate.eligibility import Finding


def findings_against(image: ManagedImage) -> list[Finding]:
    """The rules that keep Azure from taking the image into a gallery in its own region; [] when there is none."""
    publication = Publication(version_location=image.location, target_regions=(image.location,))
    return ineligibilities(image, publication)


def reasons_against(image: ManagedImage) -> list[str]:
    """The same, one text each."""
    return [finding.text() for finding in findings_against(image)]
