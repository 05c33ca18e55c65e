"""What counts as a managed image's content, and how a difference is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import MalformedAnswer
from managed_image_to_gallery.azure.image_content import changed_members, changed_tags, content_digest, image_content
from tests.azure.bodies import IMAGE, changed, image_body

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.image_content import Value
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

OS_DISK = ("properties", "storageProfile", "osDisk")
DATA_DISKS = ("properties", "storageProfile", "dataDisks")
MACHINE = f"{IMAGE.resource_group_id}/providers/Microsoft.Compute/virtualMachines"


def content(body: JsonObject | None = None) -> dict[str, Value]:
    return image_content(Body("managed image", body or image_body()))


def differences(value: Json, *path: str) -> list[str]:
    """What an image with another value at a path differs in from the image as it is."""
    return changed_members(content(), content(changed(image_body(), value, *path)))


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"owner": "me"}, ("tags",)),
        ("Updating", ("properties", "provisioningState")),
        ({"createdAt": "2026-01-01T00:00:00Z"}, ("systemData",)),
        ("W/1", ("etag",)),
        (["1"], ("zones",)),
        ({"anything": "new"}, ("properties", "somethingNew")),
        ("2026-01-01", (*OS_DISK, "somethingNew")),
        (str(IMAGE).upper(), ("id",)),
        ("East US 2", ("location",)),
        ("readwrite", (*OS_DISK, "caching")),
        (False, ("properties", "storageProfile", "zoneResilient")),
        ({"id": f"{MACHINE}/VM1"}, ("properties", "sourceVirtualMachine")),
    ],
)
def test_tags_states_spellings_and_what_azure_adds_are_not_the_content(value: Json, path: tuple[str, ...]) -> None:
    assert differences(value, *path) == []
    assert content_digest(content(changed(image_body(), value, *path))) == content_digest(content())


@pytest.mark.parametrize(
    ("value", "path", "told"),
    [
        ("westus2", ("location",), "location was eastus2, is westus2"),
        ("V2", ("properties", "hyperVGeneration"), "hyperVGeneration was V1, is V2"),
        (True, ("properties", "storageProfile", "zoneResilient"), "zoneResilient was False, is True"),
        (None, ("properties", "sourceVirtualMachine"), f"sourceVirtualMachine was {MACHINE}/vm1, is absent"),
        (
            {"name": "losangeles", "type": "EdgeZone"},
            ("extendedLocation",),
            "extendedLocation was absent, is losangeles",
        ),
        ("Windows", (*OS_DISK, "osType"), "osDisk.osType was Linux, is Windows"),
        ("Specialized", (*OS_DISK, "osState"), "osDisk.osState was Generalized, is Specialized"),
        ("None", (*OS_DISK, "caching"), "osDisk.caching was ReadWrite, is None"),
        (
            "Standard_LRS",
            (*OS_DISK, "storageAccountType"),
            "osDisk.storageAccountType was Premium_LRS, is Standard_LRS",
        ),
        (31, (*OS_DISK, "diskSizeGB"), "osDisk.diskSizeGB was 30, is 31"),
        (None, (*OS_DISK, "diskSizeGB"), "osDisk.diskSizeGB was 30, is absent"),
        ({"id": "/s"}, (*OS_DISK, "snapshot"), "osDisk.snapshot was absent, is /s"),
        ("https://b/o.vhd", (*OS_DISK, "blobUri"), "osDisk.blobUri was absent, is https://b/o.vhd"),
        ({"id": "/e"}, (*OS_DISK, "diskEncryptionSet"), "osDisk.diskEncryptionSet was absent, is /e"),
    ],
)
def test_every_member_of_the_content_counts_and_is_named(value: Json, path: tuple[str, ...], told: str) -> None:
    assert differences(value, *path) == [told]
    assert content_digest(content(changed(image_body(), value, *path))) != content_digest(content())


def test_data_disks_are_compared_by_their_luns() -> None:
    first: JsonObject = {"lun": 0, "diskSizeGB": 10, "managedDisk": {"id": "/a"}}
    second: JsonObject = {"lun": 3, "diskSizeGB": 20, "managedDisk": {"id": "/b"}}
    before = content(changed(image_body(), [first, second], *DATA_DISKS))

    assert changed_members(before, content(changed(image_body(), [second, first], *DATA_DISKS))) == []
    assert changed_members(before, content(changed(image_body(), [first], *DATA_DISKS))) == [
        "dataDisks[3].diskSizeGB was 20, is absent",
        "dataDisks[3].lun was 3, is absent",
        "dataDisks[3].managedDisk was /b, is absent",
    ]


def test_a_size_that_azure_tells_later_is_no_change_but_a_new_disk_is() -> None:
    unread = content(changed(image_body(), [{"lun": 0}], *DATA_DISKS))

    assert changed_members(unread, content(changed(image_body(), [{"lun": 0, "diskSizeGB": 10}], *DATA_DISKS))) == []
    more: list[Json] = [{"lun": 0}, {"lun": 1, "diskSizeGB": 10}]
    assert changed_members(unread, content(changed(image_body(), more, *DATA_DISKS))) == [
        "dataDisks[1].lun was absent, is 1"
    ]


def test_two_blobs_whose_names_differ_in_case_are_two() -> None:
    before = content(changed(image_body(), "https://b/os.vhd", *OS_DISK, "blobUri"))
    now = content(changed(image_body(), "https://b/OS.vhd", *OS_DISK, "blobUri"))

    assert changed_members(before, now) == ["osDisk.blobUri was https://b/os.vhd, is https://b/OS.vhd"]
    assert content_digest(before) != content_digest(now)


def test_what_azure_means_by_silence_is_written_out() -> None:
    assert differences(None, "properties", "hyperVGeneration") == []


def test_two_disks_at_one_lun_are_no_answer() -> None:
    with pytest.raises(MalformedAnswer, match="two data disks at LUN 0"):
        content(changed(image_body(), [{"lun": 0}, {"lun": 0}], *DATA_DISKS))


def test_tags_are_compared_apart_and_with_their_case() -> None:
    assert changed_tags({"a": "1", "b": "2"}, {"a": "1", "b": "2"}) == []
    assert changed_tags({"a": "x", "b": "2"}, {"a": "X", "c": "3"}) == [
        "a was x, is X",
        "b was 2, is absent",
        "c was absent, is 3",
    ]
