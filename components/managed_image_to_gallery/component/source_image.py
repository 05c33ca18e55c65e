"""The source image: adopted as it is, never changed, deleted only through the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pulumi
from pulumi_azure_native import compute

from managed_image_to_gallery.component.library_internals import API_VERSION
from managed_image_to_gallery.component.state.resource_types import SOURCE_SUFFIX
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.config.migration import Migration

NEVER_CHANGED = [
    "resourceGroupName",
    "imageName",
    "location",
    "extendedLocation",
    "hyperVGeneration",
    "sourceVirtualMachine",
    "storageProfile",
    "tags",
    API_VERSION,
]
"""Every input of an image. Adoption compares them with what was imported, and an image must never be updated by it."""

DELETE_SECONDS = 60
"""The time for deleting an image, which takes Azure some seconds (docs/reference/azure-galleries.md#times).

A DELETE that Azure throttles is sent again by the provider, on a proof that is as old by then. Compute asks for a wait
of two minutes and more: the provider has given up before, and the next update asks the gate again.
"""


def declare_source(
    migration: Migration,
    image: ManagedImage,
    stage: Stage,
    *,
    image_name: pulumi.Input[str],
    parent: pulumi.Resource,
    delete_hook: pulumi.ResourceHook,
    aliases: Sequence[pulumi.Alias],
) -> compute.Image:
    """Declare the image as it is in Azure.

    While `published` it is protected and retained. `protect` alone does not stop an import-replacement, and both are
    read from the state at deletion, hence two belts until the stage `validated` takes them off
    (docs/reference/pulumi-engine.md#import-replacement). The delete hook is bound in every stage. image_name: the
    image's name, known when it is its turn to be imported.
    """
    is_published = stage is Stage.PUBLISHED
    return compute.Image(
        f"{migration.name}{SOURCE_SUFFIX}",
        resource_group_name=migration.source_id.resource_group,
        image_name=image_name,
        **_inputs(image.body),
        opts=pulumi.ResourceOptions(
            parent=parent,
            import_=str(migration.source_id),
            protect=is_published,
            retain_on_delete=is_published,
            ignore_changes=NEVER_CHANGED,
            hooks=pulumi.ResourceHookBinding(before_delete=[delete_hook]),
            aliases=list(aliases),
            custom_timeouts=pulumi.CustomTimeouts(delete=f"{DELETE_SECONDS}s"),
        ),
    )


def _inputs(body: Mapping[str, object]) -> dict[str, Any]:  # the provider's own types, as Azure answers them
    """The writable part of an image's GET body, in the provider's names; absent fields stay absent."""
    properties = cast("Mapping[str, object]", body.get("properties") or {})
    found = {
        "location": body.get("location"),
        "tags": body.get("tags"),
        "extended_location": body.get("extendedLocation"),
        "hyper_v_generation": properties.get("hyperVGeneration"),
        "source_virtual_machine": properties.get("sourceVirtualMachine"),
        "storage_profile": properties.get("storageProfile"),
    }
    return {name: value for name, value in found.items() if value is not None}
