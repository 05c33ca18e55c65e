"""What an identity must be allowed at each subscription that the gate searches: the lists that it must believe.

The gate proves it before each list (`rights.prove_rights`), `gallery-migrate doctor` tells it beforehand.
"""

from __future__ import annotations

from managed_image_to_gallery.azure import reference_scan, rights

READS_OF_WHOLE_SUBSCRIPTIONS = (
    rights.PERMISSIONS_READ,
    *rights.RESOURCES_READS,
    *reference_scan.READS,
    *rights.LOCKS_READS,
)
"""The actions, each to be allowed at the subscription itself."""
