"""What stands in every URN is as it always was, and the same where the module that says it cannot be imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import yaml
from policy.gallery_rules import reading

from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.component.state import resource_types
from managed_image_to_gallery.config.choices import Stage

ROOT = Path(__file__).parents[3]


def test_types_and_names_are_those_of_every_state_that_there_is() -> None:
    assert resource_types.COMPONENT == "managed-image-to-gallery:index:ManagedImageToGallery"
    assert resource_types.SUFFIXES == {
        "pulumi:index:Stash": ("-adopted", "-evidence"),
        "azure-native:compute:Image": ("-source",),
        "azure-native:compute:GalleryImage": ("-definition",),
        "azure-native:compute:GalleryImageVersion": ("-version",),
    }
    assert (resource_types.GALLERY_SUFFIX, resource_types.NETWORK_SUFFIX) == ("-gallery", "-network")
    assert (resource_types.SUBNET_SUFFIX, resource_types.INTERFACE_SUFFIX) == ("-subnet", "-interface")
    assert resource_types.PROBE_SUFFIX == "-probe"


def test_the_policy_pack_and_the_projects_files_say_the_same() -> None:
    assert reading.COMPONENT == resource_types.COMPONENT
    for kind, token in ((reading.IMAGE, resource_types.IMAGE), (reading.VERSION, resource_types.VERSION)):
        assert reading.compute_kind(token) == kind
    for file in ("Pulumi.yaml", "components/schema.json"):
        document = cast("dict[str, object]", yaml.safe_load((ROOT / file).read_text(encoding="utf-8")))
        assert document["name"] == PROJECT, file
    schema = json.loads((ROOT / "components/schema.json").read_text(encoding="utf-8"))
    assert resource_types.COMPONENT in schema["resources"]


def test_stages_are_listed_in_the_order_in_which_they_are_entered() -> None:
    assert [stage.value for stage in Stage] == ["published", "validated", "retired"]
