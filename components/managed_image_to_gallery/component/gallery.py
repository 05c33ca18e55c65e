"""The gallery, where the stack creates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
from pulumi_azure_native import compute

if TYPE_CHECKING:
    from managed_image_to_gallery.config.models import Gallery


def declare_gallery(
    name: str, gallery: Gallery, guard: pulumi.ResourceHook, parent: pulumi.Resource | None = None
) -> compute.Gallery:
    """Declare the gallery; protected and guarded, because versions in it may be the only copies of their sources."""
    return compute.Gallery(
        name,
        gallery_name=gallery.name,
        resource_group_name=gallery.resource_group,
        location=gallery.location,
        description=gallery.description,
        opts=pulumi.ResourceOptions(
            parent=parent, protect=True, hooks=pulumi.ResourceHookBinding(before_delete=[guard])
        ),
    )
