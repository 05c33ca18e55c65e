from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.doctor.state import findings
from managed_image_to_gallery.component.deletion import only_copy_guard
from managed_image_to_gallery.component.deletion.deletion_guard import HOOK_NAME
from managed_image_to_gallery.component.state.resource_types import COMPONENT

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.preview_digest import Json

IMAGE = "azure-native:compute:Image"
VERSION: Json = {
    "type": "azure-native:compute:GalleryImageVersion",
    "urn": "urn:version",
    "resourceHooks": {"BeforeDelete": [only_copy_guard.HOOK_NAME]},
}
HOOKED: Json = {"type": IMAGE, "urn": "urn:hooked", "resourceHooks": {"BeforeDelete": [HOOK_NAME]}}


def test_an_image_without_its_hook_is_named_with_what_to_do() -> None:
    other_hook: Json = {**HOOKED, "urn": "urn:other", "resourceHooks": {"BeforeDelete": ["another"]}}
    imported: Json = {"type": IMAGE, "urn": "urn:imported", "resourceHooks": None}
    found = findings({"resources": [VERSION, HOOKED, other_hook, imported]})
    assert [(one.subject, one.well) for one in found] == [("urn:other", False), ("urn:imported", False)]
    assert all("pulumi state delete" in one.remedy for one in found)


def test_images_with_their_hooks_are_well() -> None:
    (found,) = findings({"resources": [VERSION, HOOKED, HOOKED]})
    assert (found.well, found.found) == (True, "2, each with its delete hook")


def test_without_images_there_is_nothing_to_find() -> None:
    assert findings({}) == []
    assert findings({"resources": [VERSION]}) == []


def test_versions_without_their_hook_are_counted_in_one_finding_with_what_to_do() -> None:
    old: Json = {**VERSION, "resourceHooks": None}
    of_another_hook: Json = {**VERSION, "resourceHooks": {"BeforeDelete": [HOOK_NAME]}}
    images, versions = findings({"resources": [HOOKED, VERSION, old, of_another_hook]})
    assert images.well
    assert (versions.subject, versions.well) == ("image versions in the state", False)
    assert "2 of 3 are in the state without their delete hook" in versions.found
    assert "`pulumi up` once" in versions.remedy


def test_a_version_imported_by_hand_is_named_and_no_update_is_advised() -> None:
    """An update binds no hook to what the program does not declare: it deletes it."""
    bare: Json = {**VERSION, "resourceHooks": None}
    own: Json = {**bare, "urn": f"urn:pulumi:dev::p::{COMPONENT}${VERSION['type']}::a-version"}
    by_hand: Json = {**bare, "urn": f"urn:pulumi:dev::p::{VERSION['type']}::by-hand"}
    imported, old = findings({"resources": [own, by_hand]})
    assert (imported.subject, imported.well) == (by_hand["urn"], False)
    assert imported.remedy.startswith("Do not run `pulumi up`")
    assert "pulumi state delete --force" in imported.remedy
    assert old.found.startswith("1 of 2 ")
    assert [one.subject for one in findings({"resources": [by_hand]})] == [by_hand["urn"]]


_SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001"
GROUP: Json = {
    "type": "azure-native:resources:ResourceGroup",
    "urn": "urn:group",
    "id": f"{_SUBSCRIPTION}/resourcegroups/gallery",
}
IN_IT: Json = {
    **VERSION,
    "id": f"{_SUBSCRIPTION}/resourceGroups/Gallery/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0",
}


def test_a_resource_group_that_would_take_a_version_along_is_named() -> None:
    (found,) = findings({"resources": [GROUP, IN_IT]})
    assert (found.subject, found.well) == ("urn:group", False)
    assert "1 image or version in it" in found.found
    assert "`retain_on_delete`" in found.remedy


def test_a_resource_group_that_stays_in_azure_or_holds_nothing_of_the_stack_is_well() -> None:
    retained: Json = {**GROUP, "retainOnDelete": True}
    beside: Json = {**GROUP, "id": f"{_SUBSCRIPTION}/resourceGroups/gal"}
    assert findings({"resources": [retained, beside, {**GROUP, "id": ""}, IN_IT]}) == []
