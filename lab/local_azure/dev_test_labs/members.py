"""What a lab holds that names images: custom images, formulas, machines.

A formula or machine names a custom image of the lab, and that the managed image; Packer writes the id of a managed
image in a machine's place (read in its code). `managedImageId` is read-only in Azure and taken from a body here, which
is the only way to have one: no image is made of a machine.
"""

from __future__ import annotations

from local_azure.arm.json_types import as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.resource_type import Call, World
from local_azure.dev_test_labs import errors
from local_azure.dev_test_labs.labs import LabType

SOURCES = ("vm", "vhd", "managedImageId", "managedSnapshotId")
CUSTOM_IMAGES = "microsoft.devtestlab/labs/customimages"


class CustomImage(LabType):
    """Custom images: of a lab's machine or a VHD, and since 2017 a managed image in the lab's own group."""

    name = "Microsoft.DevTestLab/labs/customImages"
    graph_table = None
    list_scopes = ("parent",)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """It is made of something."""
        if not any(call.properties.get(each) for each in SOURCES):
            raise errors.required("properties.vm")


class Formula(LabType):
    """Formulas: `properties.formulaContent` is what a machine is made of."""

    name = "Microsoft.DevTestLab/labs/formulas"
    graph_table = None
    list_scopes = ("parent",)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """The custom image that it names is there."""
        content = as_object(call.properties.get("formulaContent"))
        _check_image(call.world, as_object(content.get("properties")).get("customImageId"))


class LabMachine(LabType):
    """Machines of a lab."""

    name = "Microsoft.DevTestLab/labs/virtualMachines"
    list_scopes = ("parent",)
    dated = "createdDate"

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Made of a custom image that is there, or of one of the gallery."""
        properties = call.properties
        if existing is None and not properties.get("customImageId") and not properties.get("galleryImageReference"):
            raise errors.required("properties.galleryImageReference")
        _check_image(call.world, properties.get("customImageId"))


def _check_image(world: World, image_id: object) -> None:
    """400 for a custom image that is not there; ids of other types are not looked up."""
    parsed = parse_id(str(image_id)) if image_id else None
    if parsed is not None and parsed.type.lower() == CUSTOM_IMAGES and world.store.get(parsed) is None:
        raise errors.image_not_found(str(image_id))
