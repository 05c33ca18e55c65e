"""Whose a step of a plan is."""

from __future__ import annotations

from dataclasses import replace

from managed_image_to_gallery.cli.preview_digest import Digest, Step
from managed_image_to_gallery.cli.selection.steps import owner_of, steps_of, steps_of_others
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from managed_image_to_gallery.config.sharing import sharing_by_name
from tests.cli.migrations import entry, migrations

FIRST = entry("a")
SHARER = {**entry("b"), "source": FIRST["source"], "definition": FIRST["definition"], "version": "2.0.0", "name": "b"}
SHARING = sharing_by_name(migrations({**FIRST, "name": "a"}, SHARER, {**entry("c"), "name": "c"}))


def step(name: str, owner: str, kind: str, operation: str = "update") -> Step:
    urn = f"urn:pulumi:dev::p::{COMPONENT}$azure-native:compute:{kind}::{name}"
    parent = f"urn:pulumi:dev::p::{COMPONENT}::{owner}"
    return Step(operation, urn, f"azure-native:compute:{kind}", "", "", parent=parent)


VERSION = step("c-version", "c", "GalleryImageVersion")
DEFINITION = step("a-definition", "a", "GalleryImage", "create")
SOURCE = step("a-source", "a", "Image", "import")
OTHER = step("a-version", "a", "GalleryImageVersion", "create")
GALLERY = Step("create", "urn:pulumi:dev::p::azure-native:compute:Gallery::g", "azure-native:compute:Gallery", "", "")
COMPONENT_OF_C = Step("update", f"urn:pulumi:dev::p::{COMPONENT}::c", COMPONENT, "", "")
DIGEST = Digest((VERSION, DEFINITION, SOURCE, OTHER, GALLERY, COMPONENT_OF_C), (), {})


def test_a_resource_is_its_components() -> None:
    assert [owner_of(each) for each in DIGEST.steps] == ["c", "a", "a", "a", None, "c"]


def test_what_is_shared_with_the_selected_is_not_others() -> None:
    assert steps_of_others(DIGEST, ["b"], SHARING) == [VERSION.urn, OTHER.urn, COMPONENT_OF_C.urn]
    assert steps_of_others(DIGEST, ["c"], SHARING) == [DEFINITION.urn, SOURCE.urn, OTHER.urn]


def test_what_the_config_does_not_know_is_others() -> None:
    lost = step("gone-version", "gone", "GalleryImageVersion", "delete")
    assert steps_of_others(Digest((lost,), (), {}), ["a"], SHARING) == [lost.urn]


def test_a_pending_delete_is_told_without_its_component() -> None:
    pending = replace(VERSION, operation="delete-replaced", parent="")
    assert owner_of(pending) == "c"


def test_steps_that_change_nothing_are_nobodys() -> None:
    same = step("a-version", "a", "GalleryImageVersion", "same")
    digest = Digest((same, OTHER), (), {})
    assert (steps_of(digest, ["a"]), steps_of_others(digest, [], SHARING)) == ([OTHER.urn], [OTHER.urn])
