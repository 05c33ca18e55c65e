"""azure-mgmt-compute, sync and asyncio, at the api-versions that it takes by itself: from an image to its deletion."""

from __future__ import annotations

import asyncio

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.compute import models

from harness.local_azure import LocalAzure
from tests.clients.python_clients import COMPUTE, async_compute_client, compute_client

CLIENT = COMPUTE
GALLERY = ("group", "gallery")
DEFINITION = (*GALLERY, "definition")
VERSION = (*DEFINITION, "1.0.0")
LINGERS = 60
"""After so many seconds Azure no longer holds a deleted version or definition against its parent."""
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: image, hyperVGeneration: V2}]
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def definition() -> models.GalleryImage:
    return models.GalleryImage(
        location="eastus",
        properties=models.GalleryImageProperties(
            os_type="Linux",
            os_state="Generalized",
            hyper_v_generation="V2",
            identifier=models.GalleryImageIdentifier(publisher="p", offer="o", sku="s"),
        ),
    )


def version(azure: LocalAzure) -> models.GalleryImageVersion:
    image = f"{azure.group_id('group')}/providers/Microsoft.Compute/images/image"
    return models.GalleryImageVersion(
        location="eastus",
        properties=models.GalleryImageVersionProperties(
            storage_profile=models.GalleryImageVersionStorageProfile(
                source=models.GalleryArtifactVersionFullSource(id=image)
            ),
            publishing_profile=models.GalleryImageVersionPublishingProfile(
                target_regions=[models.TargetRegion(name="eastus"), models.TargetRegion(name="West US 2")]
            ),
            safety_profile=models.GalleryImageVersionSafetyProfile(block_deletion_before_end_of_life=False),
        ),
    )


def regions_of(status: models.ReplicationStatus | None) -> dict[str | None, str | None]:
    assert status is not None
    assert status.summary is not None
    return {each.region: each.state for each in status.summary}


def test_an_image_becomes_a_version_and_everything_is_deleted(azure: LocalAzure) -> None:
    with compute_client(azure) as client:
        client.galleries.begin_create_or_update(*GALLERY, models.Gallery(location="eastus")).result()
        client.gallery_images.begin_create_or_update(*DEFINITION, definition()).result()
        made = client.gallery_image_versions.begin_create_or_update(*VERSION, version(azure)).result()
        shown = client.gallery_image_versions.get(*VERSION, expand="ReplicationStatus")

        assert made.properties is not None
        assert shown.properties is not None
        assert made.properties.provisioning_state == "Succeeded"
        assert regions_of(shown.properties.replication_status) == {"eastus": "Completed", "westus2": "Completed"}
        assert [each.name for each in client.gallery_image_versions.list_by_gallery_image(*DEFINITION)] == ["1.0.0"]

        client.gallery_image_versions.begin_delete(*VERSION).result()
        azure.advance(LINGERS)
        client.gallery_images.begin_delete(*DEFINITION).result()
        azure.advance(LINGERS)
        client.galleries.begin_delete(*GALLERY).result()
        client.images.begin_delete("group", "image").result()

        assert list(client.galleries.list()) == []
        with pytest.raises(ResourceNotFoundError) as missing:
            client.images.get("group", "image")
        assert missing.value.error is not None
        assert missing.value.error.code == "ResourceNotFound"


def test_the_same_by_asyncio(azure: LocalAzure) -> None:
    async def move() -> tuple[dict[str | None, str | None], list[str | None]]:
        async with async_compute_client(azure) as client:
            await (await client.galleries.begin_create_or_update(*GALLERY, models.Gallery(location="eastus"))).result()
            await (await client.gallery_images.begin_create_or_update(*DEFINITION, definition())).result()
            poller = await client.gallery_image_versions.begin_create_or_update(*VERSION, version(azure))
            await poller.result()
            shown = await client.gallery_image_versions.get(*VERSION, expand="ReplicationStatus")
            await (await client.images.begin_delete("group", "image")).result()
            assert shown.properties is not None
            return regions_of(shown.properties.replication_status), [each.name async for each in client.images.list()]

    regions, images = asyncio.run(move())

    assert regions == {"eastus": "Completed", "westus2": "Completed"}
    assert images == []


def test_an_operation_that_fails_raises_with_its_code(azure: LocalAzure) -> None:
    azure.add_fault(
        {
            "match": {"method": "DELETE", "type": "Microsoft.Compute/images"},
            "failOperation": {"code": "OperationNotAllowed", "message": "Still used."},
        }
    )
    with compute_client(azure) as client:
        poller = client.images.begin_delete("group", "image")
        with pytest.raises(HttpResponseError, match="OperationNotAllowed") as failed:
            poller.result()
    assert failed.value.status_code == 200
    azure.clear_faults()


def test_polling_takes_no_longer_than_the_work(azure: LocalAzure) -> None:
    """The library's own interval of 30 s never applies: one poll, or few, and each of them told when to come back."""
    with compute_client(azure) as client:
        poller = client.galleries.begin_create_or_update(*GALLERY, models.Gallery(location="eastus"))
        poller.wait(10)

        assert poller.done()
        assert len([each for each in azure.requests() if each["access"] == "poll"]) == 1
