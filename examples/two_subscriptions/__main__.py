"""One stack, two subscriptions: each migration is declared with the provider of its gallery's subscription.

`web` stays in the subscription of the images. `worker` is made from an image there, in a gallery of production.
"""

import signal

import pulumi

# Whoever hosts this program interrupts it when an update is cancelled: it ends at once and has nothing to say then.
signal.signal(signal.SIGINT, signal.SIG_DFL)

import pulumi_azure_native as azure_native  # noqa: E402

from managed_image_to_gallery import ManagedImageToGallery, ManagedImageToGalleryArgs, Stage  # noqa: E402

config = pulumi.Config()
images, production = config.require("imagesSubscription"), config.require("productionSubscription")
stages = config.require_object("stages")


def provider(name: str, subscription: str) -> pulumi.ResourceOptions:
    """What makes a component and everything in it use one subscription."""
    return pulumi.ResourceOptions(provider=azure_native.Provider(name, subscription_id=subscription))


web: ManagedImageToGalleryArgs = {
    "stage": Stage(stages["web"]),
    "subscription_id": images,
    "source": {"resource_group": "images", "name": "web"},
    "gallery": {"resource_group": "images", "name": "images"},
    "definition": {"name": "web", "publisher": "myPublisher", "offer": "web", "sku": "linux"},
    "version": "1.0.0",
    "target_regions": [{"name": "South Central US"}, {"name": "West US 2"}],
}
worker: ManagedImageToGalleryArgs = {
    "stage": Stage(stages["worker"]),
    "subscription_id": production,
    # In another subscription than the gallery, hence by its id.
    "source": {"id": f"/subscriptions/{images}/resourceGroups/images/providers/Microsoft.Compute/images/worker"},
    "gallery": {"resource_group": "production", "name": "production"},
    "definition": {"name": "worker", "publisher": "myPublisher", "offer": "worker", "sku": "linux"},
    "version": "1.0.0",
    "target_regions": [{"name": "South Central US", "replica_count": 3}],
    # Machines of production may still be made from the image.
    "reference_subscriptions": [production],
}
migrations = [
    ManagedImageToGallery("web", web, provider("images", images)),
    ManagedImageToGallery("worker", worker, provider("production", production)),
]
for migration, name in zip(migrations, ("web", "worker"), strict=True):
    pulumi.export(name, {"version": migration.version_id, "stage": migration.stage, "evidence": migration.evidence})
