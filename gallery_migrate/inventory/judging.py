"""Whether an image could be published at all, before anything is planned for it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azure_facts.eligibility import Publication, ineligibilities

if TYPE_CHECKING:
    from azure_facts.models import ManagedImage


def reasons_against(image: ManagedImage) -> list[str]:
    """Why Azure would not take the image into a gallery in its own region, one text each; [] when it would."""
    publication = Publication(version_location=image.location, target_regions=(image.location,))
    return [finding.text() for finding in ineligibilities(image, publication)]
