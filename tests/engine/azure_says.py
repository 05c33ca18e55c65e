"""What Azure itself says about the documented example's image and version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

IMAGE = "azure-native:compute:Image"
DEFINITION = "azure-native:compute:GalleryImage"
VERSION = "azure-native:compute:GalleryImageVersion"
COMPUTE_API, GALLERY_API = "2024-11-01", "2024-03-03"
GROUP = "myResourceGroup"


def image_id(azure: LocalAzure, name: str = "myImage") -> str:
    """Id of a managed image of the example's group."""
    return f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/images/{name}"


def version_id(azure: LocalAzure, number: str = "1.0.0", definition: str = "myImageDefinition") -> str:
    """Id of an image version of the example's gallery."""
    gallery = f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/galleries/myGallery"
    return f"{gallery}/images/{definition}/versions/{number}"


def image_exists(azure: LocalAzure, name: str = "myImage") -> bool:
    """Whether the managed image is there."""
    answer = azure.get(image_id(azure, name), api_version=COMPUTE_API)
    assert answer.status_code in (200, 404), answer.text
    return answer.status_code == 200


def version(azure: LocalAzure, number: str = "1.0.0", definition: str = "myImageDefinition") -> dict[str, Any]:
    """Properties of the image version with its replication status."""
    path = version_id(azure, number, definition)
    answer = azure.get(path, api_version=GALLERY_API, query={"$expand": "ReplicationStatus"})
    return cast("dict[str, Any]", answer.raise_for_status().json()["properties"])


def replicas(azure: LocalAzure) -> dict[str, int]:
    """Replica counts of the image version by region, as Azure spells regions."""
    targets = version(azure)["publishingProfile"]["targetRegions"]
    return {target["name"]: target["regionalReplicaCount"] for target in targets}


def states(azure: LocalAzure) -> dict[str, str]:
    """State of replication of the image version by region."""
    return {each["region"]: each["state"] for each in version(azure)["replicationStatus"]["summary"]}
