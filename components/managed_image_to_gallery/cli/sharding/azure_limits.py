"""What Azure allows a fleet, before anything is sent. Pure.

Numbers: docs/reference/azure-galleries.md#limits (documented) and
docs/reference/azure-galleries.md#request-budgets (seen in the header x-ms-ratelimit-remaining-resource).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from managed_image_to_gallery.azure.resource_ids import ResourceId

MAX_DEFINITIONS = 1_000
"""Image definitions per subscription and region."""
MAX_VERSIONS = 10_000
"""Image versions per subscription and region."""
VERSION_WRITES_IN_30_MINUTES = 1_200
"""Creations and updates of image versions that Azure takes in 30 minutes."""


def limit_violations(versions: Mapping[ResourceId, str]) -> Iterator[str]:
    """What a subscription could not hold. `versions`: the id of each image version → the region it is at home in.

    A definition is in the region of the gallery's resource group (the component leaves it to the provider), so all
    definitions of a gallery count together; a version is in the region of its source image.
    """
    homes = Counter((version.subscription_id, region) for version, region in versions.items())
    for (subscription, region), number in homes.items():
        if number > MAX_VERSIONS:
            yield (
                f"{number:,} image versions in {region} of subscription {subscription}: Azure keeps {MAX_VERSIONS:,} "
                "per subscription and region."
            )
    definitions = {version.parent.key: version.parent.parent.key for version in versions}
    for gallery, number in Counter(definitions.values()).items():
        if number > MAX_DEFINITIONS:
            yield (
                f"{number:,} image definitions in {gallery}, which are in one region: Azure keeps {MAX_DEFINITIONS:,} "
                "per subscription and region."
            )


def least_minutes_of_writes(versions: int) -> float:
    """How long Azure's write bucket alone stretches the publication of as many versions in one subscription."""
    return 30 * max(versions - VERSION_WRITES_IN_30_MINUTES, 0) / VERSION_WRITES_IN_30_MINUTES
