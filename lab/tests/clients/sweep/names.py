"""What is in local Azure while the sweep asks, and the arguments that name it."""

from __future__ import annotations

from local_azure.arm.settings import DEFAULT_SUBSCRIPTION

LOCATION = "eastus"
SEED = f"""
resourceGroups: {{group: {{location: {LOCATION}}}}}
images:
  - {{resourceGroup: group, name: image}}
disks:
  - {{resourceGroup: group, name: disk}}
snapshots:
  - {{resourceGroup: group, name: snapshot}}
galleries:
  - resourceGroup: group
    name: gallery
    softDelete: true
    definitions:
      - name: definition
        publisher: p
        offer: o
        sku: s
        versions: [{{name: 1.0.0, source: group/image, targetRegions: [{{name: {LOCATION}}}]}}]
virtualMachines:
  - {{resourceGroup: group, name: machine, image: group/image}}
scaleSets:
  - {{resourceGroup: group, name: scaleSet, image: group/image}}
"""

GROUP = f"/subscriptions/{DEFAULT_SUBSCRIPTION}/resourceGroups/group"
RESOURCE_IDS = (
    f"{GROUP}/providers/Microsoft.Compute/images/image",
    f"{GROUP}/providers/Microsoft.Compute/disks/disk",
    f"{GROUP}/providers/Microsoft.Compute/snapshots/snapshot",
    f"{GROUP}/providers/Microsoft.Compute/galleries/gallery/images/definition",
    f"{GROUP}/providers/Microsoft.Compute/galleries/gallery/images/definition/versions/1.0.0",
    f"{GROUP}/providers/Microsoft.Compute/virtualMachines/machine",
)

NAMES = {
    "resource_group_name": "group",
    "image_name": "image",
    "disk_name": "disk",
    "snapshot_name": "snapshot",
    "gallery_name": "gallery",
    "gallery_image_name": "definition",
    "gallery_image_version_name": "1.0.0",
    "vm_name": "machine",
    "vm_scale_set_name": "scaleSet",
    "virtual_machine_scale_set_name": "scaleSet",
    "instance_id": "0",
    "location": LOCATION,
    "publisher_name": "Canonical",
    "offer": "ubuntu-24_04-lts",
    "skus": "server",
    "version": "latest",
    "command_id": "RunShellScript",
}
"""The value of a parameter of this name that is in the seed, or in Azure itself."""
