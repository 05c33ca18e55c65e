from __future__ import annotations

from typing import Any

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.disks.types import TYPES as DISKS
from local_azure.galleries.types import TYPES as GALLERIES
from local_azure.images.types import TYPES as IMAGES
from tests.local_azure.families import GROUP, Azure, body_of

COMPUTE = f"{GROUP}/providers/Microsoft.Compute"
DISK = f"{COMPUTE}/disks/disk"
IMAGE = f"{COMPUTE}/images/image"
VERSION = f"{COMPUTE}/galleries/g/images/d/versions/1.0.0"
LOCATION = "westus2"


@pytest.fixture
def azure() -> Azure:
    made = Azure([*IMAGES, *DISKS, *GALLERIES])
    made.api_version = "2024-03-03"
    return made


def body(size: object = None, **creation_data: Any) -> Json:
    properties: Json = {"creationData": creation_data}
    if size is not None:
        properties["diskSizeGB"] = size
    return {"location": LOCATION, "properties": properties}


def make_image(azure: Azure) -> None:
    os_disk = {"osType": "Windows", "osState": "Generalized", "blobUri": "https://blobs/os", "diskSizeGB": 127}
    profile = {"osDisk": os_disk, "dataDisks": [{"lun": 2, "blobUri": "https://blobs/data", "diskSizeGB": 128}]}
    azure.put(IMAGE, {"location": LOCATION, "properties": {"storageProfile": profile, "hyperVGeneration": "V2"}})
    azure.done()


def make_version(azure: Azure) -> None:
    make_image(azure)
    azure.put(f"{COMPUTE}/galleries/g", {"location": LOCATION})
    identifier = {"publisher": "p", "offer": "o", "sku": "s"}
    definition = {"osType": "Windows", "osState": "Generalized", "hyperVGeneration": "V2", "identifier": identifier}
    azure.put(f"{COMPUTE}/galleries/g/images/d", {"location": LOCATION, "properties": definition})
    source = {"storageProfile": {"source": {"id": IMAGE}}}
    azure.put(VERSION, {"location": LOCATION, "properties": source})
    azure.done()


def test_a_put_answers_202_with_less_than_the_disk_and_the_poll_has_the_whole_of_it(azure: Azure):
    answer = azure.put(DISK, body(10, createOption="Empty"))
    assert answer.status == 202
    assert body_of(answer) == {
        "name": "disk",
        "location": LOCATION,
        "properties": {
            "creationData": {"createOption": "Empty"},
            "diskSizeGB": 10,
            "provisioningState": "Updating",
            "isArmResource": True,
        },
    }
    azure.done()
    assert answer.operation is not None
    assert answer.operation.output == azure.get(DISK)


def test_a_copy_knows_the_very_disk_it_was_made_from(azure: Azure):
    azure.put(DISK, body(10, createOption="Empty"))
    azure.done()
    azure.put(f"{COMPUTE}/snapshots/s", body(createOption="Copy", sourceResourceId=DISK))
    azure.done()
    snapshot = azure.get(f"{COMPUTE}/snapshots/s")["properties"]
    assert snapshot["creationData"]["sourceUniqueId"] == azure.get(DISK)["properties"]["uniqueId"]
    assert (snapshot["diskSizeGB"], snapshot["incremental"]) == (10, False)


@pytest.mark.parametrize(("lun", "size", "os_type"), [(None, 127, "Windows"), (2, 128, None)])
def test_a_disk_from_an_image(azure: Azure, lun: int | None, size: int, os_type: str | None):
    make_image(azure)
    reference = {"id": IMAGE} if lun is None else {"id": IMAGE, "lun": lun}
    azure.put(DISK, body(createOption="FromImage", imageReference=reference))
    azure.done()
    shown = azure.get(DISK)["properties"]
    assert (shown["diskSizeGB"], shown.get("osType")) == (size, os_type)


@pytest.mark.parametrize("member", ["imageReference", "galleryImageReference"])
def test_a_disk_from_a_version_names_it_twice(azure: Azure, member: str):
    make_version(azure)
    reference: dict[str, Any] = {member: {"id": VERSION}}
    azure.put(DISK, body(createOption="FromImage", **reference))
    azure.done()
    shown = azure.get(DISK)["properties"]
    assert shown["creationData"]["imageReference"] == shown["creationData"]["galleryImageReference"] == {"id": VERSION}
    assert (shown["diskSizeGB"], shown["osType"], shown["hyperVGeneration"]) == (127, "Windows", "V2")


def test_a_disk_needs_the_version_in_its_region(azure: Azure):
    make_version(azure)
    request = body(createOption="FromImage", galleryImageReference={"id": VERSION})
    with pytest.raises(ArmError, match="cannot be found in the region of the disk"):
        azure.put(DISK, {**request, "location": "eastus"})


@pytest.mark.parametrize(
    ("request_body", "message"),
    [
        (body(10), "creationData.createOption' is missing"),
        (body(10, createOption="Magic"), "The value 'Magic'"),
        (body(createOption="Empty"), "diskSizeGB' is missing"),
        (body([1], createOption="Empty"), "diskSizeGB"),
        (body("big", createOption="Empty"), "'big'"),
        (body(createOption="Copy", sourceResourceId=f"{DISK}2"), "cannot be found"),
        (body(createOption="FromImage"), "imageReference.id' is missing"),
        (body(createOption="FromImage", imageReference={"id": IMAGE}), "cannot be found"),
    ],
)
def test_what_is_refused(azure: Azure, request_body: Json, message: str):
    with pytest.raises(ArmError, match=message):
        azure.put(DISK, request_body)
    assert azure.world.store.get(DISK) is None


def test_an_update_resizes_and_keeps_who_the_disk_is(azure: Azure):
    azure.put(DISK, body(10, createOption="Empty"))
    azure.done()
    before = azure.get(DISK)["properties"]
    azure.patch(DISK, {"properties": {"diskSizeGB": 20}, "tags": {"a": "b"}})
    azure.done()
    after = azure.get(DISK)["properties"]
    assert (after["diskSizeGB"], after["diskSizeBytes"]) == (20, 20 * 1024**3)
    assert (after["uniqueId"], after["timeCreated"]) == (before["uniqueId"], before["timeCreated"])


def test_what_a_disk_was_made_from_is_fixed(azure: Azure):
    azure.put(DISK, body(10, createOption="Empty"))
    azure.done()
    with pytest.raises(ArmError, match="Changing property 'disk.creationData'"):
        azure.put(DISK, body(10, createOption="Upload"))


def test_a_disk_in_use_is_not_deleted(azure: Azure):
    azure.put(DISK, body(10, createOption="Empty"))
    azure.done()
    disk = azure.world.store.get(DISK)
    assert disk is not None
    disk.envelope["managedBy"] = "/the/machine"
    with pytest.raises(ArmError, match="Disk disk is attached to VM /the/machine."):
        azure.delete(DISK)
    disk.envelope.pop("managedBy")
    assert azure.delete(DISK).status == 202
    azure.done()
    assert azure.world.store.get(DISK) is None


def test_the_first_answer_to_a_copy_has_what_was_sent_and_no_more(azure: Azure):
    azure.put(DISK, body(10, createOption="Empty"))
    azure.done()
    sent = body(createOption="Copy", sourceResourceId=DISK)
    sent["properties"]["osType"] = "linux"
    copied = body_of(azure.put(f"{DISK}2", {**sent, "tags": {"a": "b"}}))
    assert set(copied["properties"]) == {"osType", "creationData", "provisioningState", "isArmResource"}
    assert (copied["tags"], copied["properties"]["osType"]) == ({"a": "b"}, "Linux")


def test_a_source_may_be_named_as_a_uri(azure: Azure):
    azure.put(DISK, body(10, createOption="Empty"))
    azure.done()
    accepted = body_of(azure.put(f"{COMPUTE}/snapshots/s", body(createOption="Copy", sourceUri=DISK)))
    azure.done()
    made = azure.get(f"{COMPUTE}/snapshots/s")["properties"]
    unique = {"createOption": "Copy", "sourceUniqueId": azure.get(DISK)["properties"]["uniqueId"]}
    assert accepted["properties"]["creationData"] == {**unique, "sourceUri": DISK}
    assert made["creationData"] == {**unique, "sourceResourceId": DISK}
    assert made["diskSizeGB"] == 10


@pytest.mark.parametrize(
    ("access", "bucket"),
    [
        ("put", ("CreateUpdateDisks", 1000, 8000)),
        ("get", ("LowCostGet", 15000, 120000)),
        ("delete", ("DeleteDisks", 3000, 24000)),
        ("poll", ("GetOperation", 50000, 400000)),
    ],
)
def test_requests_are_counted_in_the_buckets_that_were_seen(access: str, bucket: tuple[str, int, int]):
    assert [getattr(kind.throttle, access) for kind in DISKS] == [bucket, bucket]
