from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.galleries.durations import BYPASS_SOFT_DELETE, SOFT_DELETE
from local_azure.galleries.nesting import REMEMBERED_SECONDS
from local_azure.galleries.soft_deleted import DAY
from tests.local_azure.galleries.conftest import (
    COMPUTE,
    DEFINITION,
    GALLERY,
    LOCATION,
    VERSION,
    GalleryAzure,
)

BIN = f"{GALLERY}/softDeletedArtifactTypes/Images/artifacts/definition"
TYPE = "Microsoft.Compute/galleries/softDeletedArtifactTypes/artifacts/versions"


@pytest.fixture
def azure(azure: GalleryAzure) -> GalleryAzure:
    azure.api_version = "2026-03-03"
    policy = {"isSoftDeleteEnabled": True, "retentionPeriodInDays": 31, "gracePeriodInDays": 8}
    azure.put(GALLERY, {"location": LOCATION, "properties": {"softDeletePolicy": policy}})
    azure.done()
    azure.publish(safety={"blockDeletionBeforeEndOfLife": False})
    return azure


def names_in_bin(azure: GalleryAzure) -> list[str]:
    return [each["name"] for each in azure.list(TYPE, BIN.lower().replace("group", "Group"))]


def test_a_deleted_version_lies_in_the_bin_from_the_start_of_its_deletion(azure: GalleryAzure):
    deleted_at = azure.world.now
    azure.delete(VERSION)
    azure.later(SOFT_DELETE)
    assert azure.world.store.get(VERSION) is None
    (record,) = azure.list(TYPE, BIN)
    assert record["id"] == f"{BIN}/versions/1.0.0"
    times = record["properties"]
    assert times["resourceArmId"] == VERSION
    assert times["softDeletedTime"][:16] == "2023-11-14T22:21"
    assert times["consumptionEndTime"][:16] == "2023-12-15T22:21"
    assert times["hardDeletionTargetTime"][:16] == "2023-12-23T22:21"
    assert azure.world.now == pytest.approx(deleted_at + SOFT_DELETE)


def test_a_put_without_source_restores_it(azure: GalleryAzure):
    before = azure.properties(VERSION)
    azure.delete(VERSION)
    azure.later(SOFT_DELETE)
    answer = azure.put(VERSION, {"location": LOCATION, "tags": {}})
    assert answer.status == 200
    azure.done()
    assert azure.properties(VERSION) == before
    assert names_in_bin(azure) == []


def test_a_put_with_another_source_does_not(azure: GalleryAzure):
    azure.delete(VERSION)
    azure.later(SOFT_DELETE)
    azure.put_image(f"{COMPUTE}/images/other")
    with pytest.raises(ArmError, match="Changing property"):
        azure.put_version(source=f"{COMPUTE}/images/other")


def test_the_bin_is_emptied_when_the_grace_is_over(azure: GalleryAzure):
    azure.delete(VERSION)
    azure.later(39 * DAY - 1)
    assert names_in_bin(azure) == ["1.0.0"]
    with pytest.raises(ArmError, match="versions/1.0.0"):
        azure.delete(DEFINITION)
    azure.later(SOFT_DELETE)
    assert names_in_bin(azure) == []
    assert azure.put_version().status == 201


def test_the_bin_can_be_bypassed(azure: GalleryAzure):
    azure.delete_with(VERSION, bypassSoftDelete="true")
    azure.later(BYPASS_SOFT_DELETE)
    assert names_in_bin(azure) == []
    azure.later(REMEMBERED_SECONDS)
    assert azure.delete(DEFINITION).status == 202


def test_a_gallery_without_the_policy_keeps_nothing(azure: GalleryAzure):
    azure.put(GALLERY, {"location": LOCATION, "properties": {"softDeletePolicy": {"isSoftDeleteEnabled": False}}})
    azure.done()
    azure.delete(VERSION)
    azure.done()
    assert names_in_bin(azure) == []
