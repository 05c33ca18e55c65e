"""What a gallery's api-version changes when a field is left out
(docs/reference/azure-galleries.md#api-versions-and-their-defaults), seen with the SDK.
"""

from __future__ import annotations

import asyncio
import datetime
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.compute import ComputeManagementClient, models

from harness.local_azure import LocalAzure
from tests.clients.python_clients import COMPUTE, async_compute_client, compute_client

CLIENT = COMPUTE
DEFINITION = ("group", "gallery", "definition")
VERSION = (*DEFINITION, "1.0.0")
DEFAULT = "2026-03-03"
"""What azure-mgmt-compute 39 sends by itself for galleries."""
API_VERSIONS = ("2024-03-03", "2025-03-03", None)
SEED = """
resourceGroups: {group: {location: eastus}}
images:
  - {resourceGroup: group, name: V1, hyperVGeneration: V1}
  - {resourceGroup: group, name: V2, hyperVGeneration: V2}
galleries: [{resourceGroup: group, name: gallery}]
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def at(api_version: str | None) -> dict[str, Any]:
    """The keyword argument of a call, or none: azure-mgmt-compute 39 takes an api-version from its calls only."""
    return {} if api_version is None else {"api_version": api_version}


def definition() -> models.GalleryImage:
    """A definition with nothing but what is required."""
    return models.GalleryImage(
        location="eastus",
        properties=models.GalleryImageProperties(
            os_type="Linux",
            os_state="Generalized",
            identifier=models.GalleryImageIdentifier(publisher="p", offer="o", sku="s"),
        ),
    )


def version(azure: LocalAzure, definition: models.GalleryImageProperties) -> models.GalleryImageVersion:
    """A version with nothing but its source, an image of the definition's generation."""
    assert definition.hyper_v_generation is not None
    name = models.HyperVGeneration(definition.hyper_v_generation).value
    image = f"{azure.group_id('group')}/providers/Microsoft.Compute/images/{name}"
    return models.GalleryImageVersion(
        location="eastus",
        properties=models.GalleryImageVersionProperties(
            storage_profile=models.GalleryImageVersionStorageProfile(
                source=models.GalleryArtifactVersionFullSource(id=image)
            )
        ),
    )


def make_definition(client: ComputeManagementClient, api_version: str | None = None) -> models.GalleryImageProperties:
    """Make the definition; what the answer shows."""
    made = client.gallery_images.begin_create_or_update(*DEFINITION, definition(), **at(api_version)).result()
    assert made.properties is not None
    return made.properties


def make_version(
    client: ComputeManagementClient, azure: LocalAzure, api_version: str | None = None
) -> models.GalleryImageVersionProperties:
    """Make the definition and the version; what the answer shows."""
    body = version(azure, make_definition(client, api_version))
    made = client.gallery_image_versions.begin_create_or_update(*VERSION, body, **at(api_version)).result()
    assert made.properties is not None
    return made.properties


@pytest.mark.parametrize("api_version", API_VERSIONS)
def test_the_client_sends_the_api_version_that_is_meant(azure: LocalAzure, api_version: str | None) -> None:
    with compute_client(azure) as client:
        list(client.galleries.list(**at(api_version)))

    assert azure.requests()[-1]["api_version"] == (api_version or DEFAULT)


def test_up_to_2024_03_03_a_definition_is_of_generation_1(azure: LocalAzure) -> None:
    with compute_client(azure) as client:
        made = make_definition(client, "2024-03-03")

    assert made.hyper_v_generation == "V1"
    assert not made.features


@pytest.mark.parametrize("api_version", ["2025-03-03", None])
def test_from_2025_03_03_a_definition_is_of_generation_2_for_trusted_launch(
    azure: LocalAzure, api_version: str | None
) -> None:
    with compute_client(azure) as client:
        made = make_definition(client, api_version)

    assert made.hyper_v_generation == "V2"
    assert made.features is not None
    assert [(each.name, each.value) for each in made.features] == [("SecurityType", "TrustedLaunchSupported")]


def test_up_to_2024_03_03_a_version_is_kept_locally_redundant_and_can_be_deleted(azure: LocalAzure) -> None:
    with compute_client(azure) as client:
        made = make_version(client, azure, "2024-03-03")
        client.gallery_image_versions.begin_delete(*VERSION, **at("2024-03-03")).result()
        left = list(client.gallery_image_versions.list_by_gallery_image(*DEFINITION))

    assert made.publishing_profile is not None
    assert made.publishing_profile.storage_account_type == "Standard_LRS"
    assert made.publishing_profile.end_of_life_date is None
    assert left == []


def test_at_2025_03_03_a_version_prefers_zones_and_can_be_deleted(azure: LocalAzure) -> None:
    with compute_client(azure) as client:
        made = make_version(client, azure, "2025-03-03")
        client.gallery_image_versions.begin_delete(*VERSION, **at("2025-03-03")).result()

    assert made.publishing_profile is not None
    assert made.publishing_profile.target_regions is not None
    assert made.publishing_profile.storage_account_strategy == "PreferStandard_ZRS"
    assert [each.storage_account_type for each in made.publishing_profile.target_regions] == ["Standard_ZRS"]
    assert made.publishing_profile.end_of_life_date is None


def test_at_2026_03_03_a_version_made_without_thought_cannot_be_deleted_for_six_months(azure: LocalAzure) -> None:
    with compute_client(azure) as client:
        made = make_version(client, azure)
        with pytest.raises(HttpResponseError) as refused:
            client.gallery_image_versions.begin_delete(*VERSION).result()

        profile = made.publishing_profile
        assert profile is not None
        assert profile.end_of_life_date is not None
        assert profile.published_date is not None
        assert profile.end_of_life_date - profile.published_date > datetime.timedelta(days=180)
        assert (refused.value.status_code or 0) >= 400
        assert client.gallery_image_versions.get(*VERSION).name == "1.0.0"


@pytest.mark.parametrize(
    ("api_version", "generation", "storage", "protected"),
    [
        ("2024-03-03", "V1", "Standard_LRS", False),
        ("2025-03-03", "V2", "Standard_ZRS", False),
        (None, "V2", "Standard_ZRS", True),
    ],
)
def test_the_same_defaults_by_asyncio(
    azure: LocalAzure, api_version: str | None, generation: str, storage: str, protected: bool
) -> None:
    async def make() -> tuple[models.GalleryImageProperties, models.GalleryImageVersionProperties]:
        async with async_compute_client(azure) as client:
            images, versions = client.gallery_images, client.gallery_image_versions
            poller = await images.begin_create_or_update(*DEFINITION, definition(), **at(api_version))
            image = (await poller.result()).properties
            assert image is not None
            body = version(azure, image)
            made = (
                await (await versions.begin_create_or_update(*VERSION, body, **at(api_version))).result()
            ).properties
            assert made is not None
            return image, made

    image, made = asyncio.run(make())

    profile = made.publishing_profile
    assert image.hyper_v_generation == generation
    assert profile is not None
    assert profile.target_regions is not None
    assert [each.storage_account_type for each in profile.target_regions] == [storage]
    assert (profile.end_of_life_date is not None) is protected
    sent = {str(each["api_version"]) for each in azure.requests() if each["method"] == "PUT"}
    assert sent == {api_version or DEFAULT}


def test_an_api_version_that_never_was_is_refused_with_those_that_are(azure: LocalAzure) -> None:
    with (
        compute_client(azure) as client,
        pytest.raises(HttpResponseError, match="2024-03-03") as refused,
    ):
        client.galleries.get("group", "gallery", **at("2022-08-01"))

    assert refused.value.error is not None
    assert refused.value.error.code == "NoRegisteredProviderFound"
