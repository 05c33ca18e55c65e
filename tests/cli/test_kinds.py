"""Which kind of resource a type token and an id are."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.kinds import Kind, kind_of, plain_token
from tests.cli.digests import GALLERY, GROUP, IMAGE, SUBSCRIPTION

NATIVE = "azure-native:compute:Image"
MACHINE = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/vm"


@pytest.mark.parametrize(
    ("cloud_id", "kind"),
    [
        (IMAGE, Kind.IMAGE),
        (IMAGE.upper(), Kind.IMAGE),
        (IMAGE.strip("/") + "/", Kind.IMAGE),
        (IMAGE.replace("myimage", "providers"), Kind.IMAGE),
        (IMAGE.replace("myresourcegroup", "providers"), Kind.IMAGE),
        (GALLERY, Kind.GALLERY),
        (f"{GALLERY}/images/web", Kind.DEFINITION),
        (f"{GALLERY}/images/web/versions/1.0.0", Kind.VERSION),
        (GROUP, Kind.CONTAINER),
        (f"/subscriptions/{SUBSCRIPTION}", Kind.CONTAINER),
        (f"{GROUP}/providers/Microsoft.Resources/deploymentStacks/all", Kind.CONTAINER),
        (f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Resources/deploymentStacks/all", Kind.CONTAINER),
        (MACHINE, None),
        (f"{IMAGE}/providers/Microsoft.Authorization/locks/keep", None),
        (f"{GROUP}/providers/Microsoft.LabServices/labPlans/plan/images/web", None),
    ],
)
def test_the_id_says_it_whatever_the_token_is(cloud_id: str, kind: Kind | None) -> None:
    assert kind_of("azure-native:resources:Resource", cloud_id) is kind


@pytest.mark.parametrize(
    "token",
    [
        NATIVE,
        "azure-native:compute/v20240701:Image",
        "azure-native_compute_v20240701:compute:Image",
        "azure:compute/image:Image",
        "azurerm:index/image:Image",
    ],
)
def test_an_image_is_one_in_every_package_with_and_without_its_id(token: str) -> None:
    assert kind_of(token, IMAGE) is Kind.IMAGE
    assert kind_of(token, "") is Kind.IMAGE
    assert kind_of(token, "04da6b54-80e4-46f7-96ec-b56ff0331ba9") is Kind.IMAGE


def test_an_id_of_another_kind_does_not_make_an_image_of_compute_harmless() -> None:
    assert kind_of(NATIVE, MACHINE) is Kind.IMAGE
    assert kind_of("azure-native:labservices:Image", MACHINE) is None


def test_without_an_id_what_may_be_an_image_is_not_known() -> None:
    assert kind_of("azure-native:resources:Resource", "") is Kind.UNKNOWN
    assert kind_of("azapi:resources:Resource", "not an id of Azure's") is Kind.UNKNOWN
    assert kind_of("", "") is Kind.UNKNOWN
    assert kind_of("azure-native:network:Subnet", "") is None


def test_images_of_others_are_none_of_azures() -> None:
    assert kind_of("docker:index/image:Image", "sha256:0f") is None


def test_a_bridged_deployment_is_deleted_with_what_it_made() -> None:
    deployment = f"{GROUP}/providers/Microsoft.Resources/deployments/all"
    token = "azure:core/resourceGroupTemplateDeployment:ResourceGroupTemplateDeployment"
    assert kind_of(token, deployment) is Kind.CONTAINER
    assert kind_of("azure-native:resources:Deployment", deployment) is None


@pytest.mark.parametrize("module", ["compute", "compute/v20240701"])
def test_a_token_is_plain_without_its_api_version(module: str) -> None:
    assert plain_token(f"azure-native:{module}:GalleryImage") == "azure-native:compute:GalleryImage"
    assert plain_token("azure-native_compute_v20240701:compute:Image") == NATIVE
