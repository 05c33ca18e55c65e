"""What both programs send, and where they send it."""

from __future__ import annotations

import os
from typing import Any

from azure.mgmt.compute import models

GROUP, GALLERY, VERSION = "fleet", "fleetGallery", "1.0.0"
LOCATION = "southcentralus"
REGIONS = ("southcentralus", "westus2", "eastus")


class NotReplicated(Exception):
    """A version is not Completed in all regions; its image is not deleted."""

    def __init__(self, image: str, state: str | None) -> None:
        super().__init__(f"{image} is replicated as: {state}")


def sign_in() -> dict[str, Any]:
    """Keywords of a credential, which otherwise reads the environment."""
    return {"disable_instance_discovery": True}


def endpoint() -> dict[str, Any]:
    """Keywords of a client for a cloud of one's own."""
    url = os.environ["AZURE_AUTHORITY_HOST"]
    return {"base_url": url, "credential_scopes": [f"{url}/.default"]}


def subscription() -> str:
    """The id of the subscription."""
    return os.environ["AZURE_SUBSCRIPTION_ID"]


def definition(image: str) -> models.GalleryImage:
    """An image definition of its own for each image."""
    return models.GalleryImage(
        location=LOCATION,
        properties=models.GalleryImageProperties(
            os_type="Linux",
            os_state="Generalized",
            hyper_v_generation="V2",
            identifier=models.GalleryImageIdentifier(publisher="bench", offer="fleet", sku=image),
        ),
    )


def version(image: str) -> models.GalleryImageVersion:
    """The version, in three regions."""
    source = f"/subscriptions/{subscription()}/resourceGroups/{GROUP}/providers/Microsoft.Compute/images/{image}"
    return models.GalleryImageVersion(
        location=LOCATION,
        properties=models.GalleryImageVersionProperties(
            storage_profile=models.GalleryImageVersionStorageProfile(
                source=models.GalleryArtifactVersionFullSource(id=source)
            ),
            publishing_profile=models.GalleryImageVersionPublishingProfile(
                target_regions=[models.TargetRegion(name=region) for region in REGIONS]
            ),
            safety_profile=models.GalleryImageVersionSafetyProfile(block_deletion_before_end_of_life=False),
        ),
    )


def require_completed(image: str, found: models.GalleryImageVersion) -> None:
    """Raise NotReplicated unless Azure says that all regions are done."""
    status = found.properties.replication_status if found.properties else None
    if status is None or status.aggregated_state != "Completed":
        raise NotReplicated(image, status.aggregated_state if status else None)
