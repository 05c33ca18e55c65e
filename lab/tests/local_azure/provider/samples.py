"""Types, ids and inputs that several tests use."""

from __future__ import annotations

from local_azure.provider.values import JsonObject
from tests.local_azure.provider.fake_arm import SUBSCRIPTION

GROUP = "azure-native:resources:ResourceGroup"
IMAGE = "azure-native:compute:Image"
GALLERY = "azure-native:compute:Gallery"
DEFINITION = "azure-native:compute:GalleryImage"
VERSION = "azure-native:compute:GalleryImageVersion"
SUBNET = "azure-native:network:Subnet"
NETWORK = "azure-native:network:VirtualNetwork"

GROUP_ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
IMAGE_ID = f"{GROUP_ID}/providers/Microsoft.Compute/images/img"
NETWORK_ID = f"{GROUP_ID}/providers/Microsoft.Network/virtualNetworks/net"
GALLERY_ID = f"{GROUP_ID}/providers/Microsoft.Compute/galleries/gallery"
DEFINITION_ID = f"{GALLERY_ID}/images/definition"
VERSION_ID = f"{DEFINITION_ID}/versions/1.0.0"

OS_DISK: JsonObject = {"osType": "Linux", "osState": "Generalized"}
IMAGE_INPUTS: JsonObject = {
    "resourceGroupName": "rg",
    "imageName": "img",
    "location": "westus2",
    "hyperVGeneration": "V2",
    "storageProfile": {"osDisk": OS_DISK},
}
DEFINITION_INPUTS: JsonObject = {
    "resourceGroupName": "rg",
    "galleryName": "gallery",
    "galleryImageName": "definition",
    "location": "westus2",
    "osType": "Linux",
    "osState": "Generalized",
    "identifier": {"publisher": "p", "offer": "o", "sku": "s"},
}
VERSION_INPUTS: JsonObject = {
    "resourceGroupName": "rg",
    "galleryName": "gallery",
    "galleryImageName": "definition",
    "galleryImageVersionName": "1.0.0",
    "location": "westus2",
    "storageProfile": {"source": {"id": IMAGE_ID}},
    "publishingProfile": {
        "targetRegions": [
            {"name": "West US 2", "regionalReplicaCount": 1},
            {"name": "East US", "regionalReplicaCount": 1},
        ]
    },
}
FAST = {"x-ms-retry-after-ms": "1"}
