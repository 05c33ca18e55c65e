"""A component among others: the same program makes the resource group and the gallery, and passes their names.

The first preview does not know them, and tells that they are judged in the update. The update makes the gallery first;
the migration then reads Azure as always.
"""

import signal

import pulumi

# Whoever hosts this program interrupts it when an update is cancelled: it ends at once and has nothing to say then.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from pulumi_azure_native import compute, resources  # noqa: E402

from managed_image_to_gallery import ManagedImageToGallery, Stage  # noqa: E402

config = pulumi.Config()
# Azure deletes what is in a group with it, and asks no hook: whatever becomes of this line, the group stays.
KEPT = pulumi.ResourceOptions(protect=True, retain_on_delete=True)
group = resources.ResourceGroup("images", resource_group_name="gallery", location="southcentralus", opts=KEPT)
gallery = compute.Gallery("gallery", gallery_name="images", resource_group_name=group.name, location=group.location)

migration = ManagedImageToGallery(
    "web",
    {
        # What decides is plain: the stage, the source image, the version, the regions.
        "stage": Stage(config.require("stage")),
        "source": {"resource_group": "images", "name": "web"},
        "gallery": {"resource_group": group.name, "name": gallery.name},
        "definition": {
            "name": "web",
            "publisher": "myPublisher",
            "offer": "web",
            "sku": "linux",
            "description": pulumi.Output.concat("Images in ", group.name),
        },
        "version": "1.0.0",
        "target_regions": [{"name": "South Central US", "replica_count": 2}, {"name": "West US 2"}],
        # What decides nothing may be an output or a secret.
        "tags": {"group": group.id, "owner": config.require_secret("owner")},
    },
)
pulumi.export("versionId", migration.version_id)
pulumi.export("evidence", migration.evidence)
