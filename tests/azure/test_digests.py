from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.digests import digest_of_earlier_records
from tests.azure.bodies import IMAGE, changed, image_body

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("Updating", ("properties", "provisioningState")),
        ({"createdAt": "2026-01-01T00:00:00Z"}, ("systemData",)),
        (str(IMAGE).upper(), ("id",)),
        ("MYIMAGE", ("name",)),
        ("East US 2", ("location",)),
        (None, ("tags",)),
        (
            IMAGE.resource_group_id.upper() + "/providers/Microsoft.Compute/virtualMachines/VM1",
            ("properties", "sourceVirtualMachine", "id"),
        ),
    ],
)
def test_states_and_spellings_do_not_change_an_image(value: Json, path: tuple[str, ...]) -> None:
    assert digest_of_earlier_records(changed(image_body(), value, *path)) == digest_of_earlier_records(image_body())


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"owner": "me"}, ("tags",)),
        ("V2", ("properties", "hyperVGeneration")),
        ([], ("properties", "storageProfile", "dataDisks")),
        (31, ("properties", "storageProfile", "osDisk", "diskSizeGB")),
        ({"id": "/x/disks/another"}, ("properties", "storageProfile", "osDisk", "managedDisk")),
        ("westus2", ("location",)),
        (None, ("properties", "sourceVirtualMachine")),
    ],
)
def test_every_lasting_change_changes_the_digest(value: Json, path: tuple[str, ...]) -> None:
    assert digest_of_earlier_records(changed(image_body(), value, *path)) != digest_of_earlier_records(image_body())


def test_a_tag_that_differs_in_case_is_a_change() -> None:
    lower, upper = ({"name": text} for text in ("a", "A"))

    assert digest_of_earlier_records(changed(image_body(), {**lower}, "tags")) != digest_of_earlier_records(
        changed(image_body(), {**upper}, "tags")
    )
