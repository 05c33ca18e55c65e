from __future__ import annotations

from typing import Any

import pytest

from local_azure.arm.errors import ArmError
from local_azure.galleries.nesting import REMEMBERED_SECONDS
from tests.local_azure.galleries.conftest import DEFINITION, GALLERY, VERSION, GalleryAzure, refusal

OTHER = f"{GALLERY}/images/other"
SUPPORTED = [{"name": "SecurityType", "value": "TrustedLaunchSupported"}]


@pytest.mark.parametrize(
    ("api_version", "given", "generation", "features"),
    [
        ("2024-03-03", {}, "V1", None),
        ("2025-03-03", {}, "V2", SUPPORTED),
        ("2026-03-03", {"hyperVGeneration": "V2"}, "V2", SUPPORTED),
        ("2026-03-03", {"hyperVGeneration": "V1"}, "V1", None),
        (
            "2026-03-03",
            {"features": [{"name": "SecurityType", "value": "Standard"}]},
            "V2",
            [{"name": "SecurityType", "value": "Standard"}],
        ),
    ],
)
def test_the_api_version_decides_what_is_filled_in(
    azure: GalleryAzure, api_version: str, given: dict[str, Any], generation: str, features: object
):
    azure.api_version = api_version
    azure.put_definition(OTHER, sku="other", **given)
    shown = azure.properties(OTHER)
    assert (shown["hyperVGeneration"], shown.get("features")) == (generation, features)


def test_the_architecture_is_shown_from_2021_10_01_on(azure: GalleryAzure):
    assert azure.properties(DEFINITION)["architecture"] == "x64"
    azure.api_version = "2019-12-01"
    assert "architecture" not in azure.properties(DEFINITION)


@pytest.mark.parametrize(
    "change",
    [
        {"osType": "Linux"},
        {"osState": "Specialized"},
        {"hyperVGeneration": "V2"},
        {"architecture": "Arm64"},
        {"eula": "https://eula"},
        {"purchasePlan": {"name": "n", "publisher": "p", "product": "q"}},
        {"features": SUPPORTED},
    ],
)
def test_what_is_fixed_cannot_change(azure: GalleryAzure, change: dict[str, Any]):
    with pytest.raises(ArmError) as error:
        azure.put_definition(**change)
    assert refusal(error) == (409, "PropertyChangeNotAllowed")
    assert error.value.target == f"galleryImage.properties.{next(iter(change))}"


def test_what_may_change_does(azure: GalleryAzure):
    azure.put_definition(
        description="new", recommended={"vCPUs": {"min": 1}}, endOfLifeDate="2030-01-01", releaseNoteUri="https://notes"
    )
    shown = azure.properties(DEFINITION)
    assert shown["description"] == "new"
    assert shown["recommended"] == {"vCPUs": {"min": 1}}
    assert shown["endOfLifeDate"] == "2030-01-01T00:00:00+00:00"
    azure.put_definition()
    assert azure.properties(DEFINITION) == shown


def test_features_change_where_the_update_is_allowed(azure: GalleryAzure):
    azure.put_definition(OTHER, sku="other", hyperVGeneration="V2")
    azure.put_definition(OTHER, sku="other", features=SUPPORTED, allowUpdateImage=True)
    shown = azure.properties(OTHER)
    assert shown["features"] == SUPPORTED
    assert "allowUpdateImage" not in shown


def test_trusted_launch_needs_generation_2(azure: GalleryAzure):
    with pytest.raises(ArmError, match="TrustedLaunchSupported"):
        azure.put_definition(OTHER, sku="other", features=SUPPORTED)


def test_an_identifier_is_unique_in_its_gallery_without_case(azure: GalleryAzure):
    with pytest.raises(ArmError, match="Gallery image: definition identified by") as error:
        azure.put_definition(OTHER, sku="SKU")
    assert error.value.status == 409


@pytest.mark.parametrize("missing", ["osType", "osState", "identifier"])
def test_what_has_to_be_there(azure: GalleryAzure, missing: str):
    without: dict[str, Any] = {missing: None}
    with pytest.raises(ArmError, match="is missing"):
        azure.put_definition(OTHER, **without)


def test_a_definition_without_a_gallery(azure: GalleryAzure):
    with pytest.raises(ArmError) as error:
        azure.put_definition(f"{GALLERY}2/images/d")
    assert refusal(error) == (404, "ParentResourceNotFound")


def test_a_definition_goes_after_its_versions_and_a_while_later(azure: GalleryAzure):
    azure.publish()
    with pytest.raises(ArmError, match="versions/1.0.0"):
        azure.delete(DEFINITION)
    azure.delete(VERSION)
    azure.done()
    with pytest.raises(ArmError, match="versions/1.0.0") as error:
        azure.delete(DEFINITION)
    assert refusal(error) == (409, "CannotDeleteResource")
    azure.later(REMEMBERED_SECONDS)
    assert azure.delete(DEFINITION).status == 202


def test_a_list_in_a_gallery_that_is_not_there(azure: GalleryAzure):
    with pytest.raises(ArmError) as error:
        azure.list("Microsoft.Compute/galleries/images", f"{GALLERY}2")
    assert refusal(error) == (404, "ParentResourceNotFound")


def test_disk_types_that_are_not_allowed_may_change(azure: GalleryAzure):
    changed = azure.put_definition(disallowed={"diskTypes": ["standard_lrs"]})
    assert (changed.status, changed.body and changed.body["properties"]["provisioningState"]) == (200, "Updating")
    assert azure.properties(DEFINITION)["disallowed"] == {"diskTypes": ["Standard_LRS"]}
