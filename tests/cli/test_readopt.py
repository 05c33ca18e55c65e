"""The file for `pulumi import`, from what a preview would create."""

from __future__ import annotations

import json

from managed_image_to_gallery.cli.preview_digest import Digest, read_digest
from managed_image_to_gallery.cli.readopt import candidates, import_file

STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"
COMPONENT = "urn:pulumi:dev::p::managed-image-to-gallery:index:ManagedImageToGallery::d-1.0.0"
GALLERY = (
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/galleries/g"
)
SUBSCRIPTION = GALLERY.split("/")[2]
INPUTS = {"resourceGroupName": "rg", "galleryName": "g"}
DEFINITION = {**INPUTS, "galleryImageName": "d"}


def step(operation: str, kind: str, name: str, parent: str, inputs: dict[str, str]) -> dict[str, object]:
    state = {"type": kind, "parent": parent, "inputs": inputs}
    within = "" if parent == STACK else f"{parent.split('::')[2]}$"
    return {"op": operation, "urn": f"urn:pulumi:dev::p::{within}{kind}::{name}", "newState": state}


def preview(*steps: dict[str, object]) -> Digest:
    return read_digest(json.dumps({"config": {}, "steps": list(steps), "diagnostics": []}))


GALLERY_STEP = step("create", "azure-native:compute:Gallery", "g", STACK, INPUTS)
DEFINITION_STEP = step("create", "azure-native:compute:GalleryImage", "d-1.0.0-definition", COMPONENT, DEFINITION)
VERSION_STEP = step(
    "create",
    "azure-native:compute:GalleryImageVersion",
    "d-1.0.0-version",
    COMPONENT,
    {**DEFINITION, "galleryImageVersionName": "1.0.0"},
)
COMPONENT_STEP: dict[str, object] = {
    "op": "create",
    "urn": COMPONENT,
    "newState": {"type": COMPONENT.split("::")[2], "parent": STACK},
}


def test_ids_are_those_of_azure() -> None:
    found = candidates(preview(GALLERY_STEP, DEFINITION_STEP, VERSION_STEP), SUBSCRIPTION)
    assert [str(candidate.id) for candidate in found] == [
        GALLERY,
        f"{GALLERY}/images/d",
        f"{GALLERY}/images/d/versions/1.0.0",
    ]


def test_a_new_component_is_imported_with_its_children() -> None:
    made = import_file(candidates(preview(COMPONENT_STEP, DEFINITION_STEP), SUBSCRIPTION))
    assert made == {
        "nameTable": {},
        "resources": [
            {"type": "managed-image-to-gallery:index:ManagedImageToGallery", "name": "d-1.0.0", "component": True},
            {
                "type": "azure-native:compute:GalleryImage",
                "name": "d-1.0.0-definition",
                "id": f"{GALLERY}/images/d",
                "parent": "d-1.0.0",
            },
        ],
    }


def test_a_known_component_is_only_named() -> None:
    made = import_file(candidates(preview(DEFINITION_STEP), SUBSCRIPTION))
    assert made["nameTable"] == {"d-1.0.0": COMPONENT}


def test_what_is_not_created_is_not_adopted() -> None:
    same = {**VERSION_STEP, "op": "same"}
    stash = step("create", "pulumi:index:Stash", "d-1.0.0-adopted", COMPONENT, {})
    assert candidates(preview(same, stash), SUBSCRIPTION) == []
