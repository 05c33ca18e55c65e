"""What galleries, definitions and versions may say beyond what is needed, with the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from harness.product import Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

PRINCIPAL = "11111111-2222-4333-8444-555555555555"
ROLES = [{"principalId": PRINCIPAL, "roleDefinitionIdOrName": "Reader", "principalType": "Group"}]
GALLERY: dict[str, object] = {
    "resourceGroup": "myResourceGroup",
    "name": "parts",
    "create": True,
    "tags": {"owner": "us"},
    "sharingProfile": {"permissions": "Groups"},
    "softDeletePolicy": {"isSoftDeleteEnabled": True},
    "identity": {"type": "SystemAssigned"},
    "roleAssignments": ROLES,
    "lock": {"kind": "CanNotDelete", "notes": "Versions in it may be only copies."},
}
DEFINITION: dict[str, object] = {
    "name": "myImageDefinition",
    "publisher": "p",
    "offer": "o",
    "sku": "s",
    "eula": "https://example.org/eula",
    "privacyStatementUri": "https://example.org/privacy",
    "releaseNoteUri": "https://example.org/notes",
    "disallowed": {"diskTypes": ["Standard_LRS"]},
    "tags": {"tier": "gold"},
    "roleAssignments": ROLES,
}
VERSION: JsonObject = {
    "targetRegions": [
        {
            "name": "South Central US",
            "replicaCount": 2,
            "additionalReplicaSets": [{"storageAccountType": "Premium_LRS", "replicaCount": 3}],
        },
        {"name": "West US 2"},
    ],
    "targetExtendedLocations": [{"name": "West US", "extendedLocation": "microsoftlosangeles1"}],
    "securityProfile": {"uefiSettings": {"signatureTemplateNames": ["MicrosoftUefiCertificateAuthorityTemplate"]}},
    "lock": {"kind": "CanNotDelete"},
}
_D = "myImageDefinition"
_KEPT = ("eula", "privacyStatementUri", "releaseNoteUri", "disallowed")


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, definition=DEFINITION, **VERSION)
    product.write_config({"gallery": GALLERY, "migrations": [product.migration]})
    return product


def enter(product: Product, stage: str, **changes: object) -> str:
    product.migration = {**product.migration, "stage": stage, **cast("JsonObject", changes)}
    product.write_config({"gallery": GALLERY, "migrations": [product.migration]})
    return product.up().stdout


def shown(azure: LocalAzure, path: str) -> JsonObject:
    gallery = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/parts"
    return azure.get(f"{gallery}{path}", api_version="2024-03-03").raise_for_status().json()


def assigned(azure: LocalAzure, path: str, kind: str) -> list[JsonObject]:
    """What is assigned to a resource, or locks it."""
    api = "2022-04-01" if kind == "roleAssignments" else "2020-05-01"
    gallery = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/parts{path}"
    answer = azure.get(f"{gallery}/providers/Microsoft.Authorization/{kind}", api_version=api).raise_for_status()
    found = cast("list[JsonObject]", answer.json()["value"])
    return [one for one in found if str(one["id"]).lower().startswith(f"{gallery}/providers/".lower())]


def test_everything_that_is_said_is_in_azure_and_the_image_goes(product: Product, azure: LocalAzure) -> None:
    enter(product, "published")
    product.up("--expect-no-changes")
    paths = ("", f"/images/{_D}", f"/images/{_D}/versions/1.0.0")
    gallery, definition, version = (shown(azure, path) for path in paths)
    assert gallery["tags"] == {"owner": "us"}
    said = cast("JsonObject", gallery["properties"])
    assert said["softDeletePolicy"] == {"isSoftDeleteEnabled": True}
    assert cast("JsonObject", said["sharingProfile"])["permissions"] == "Groups"
    assert definition["tags"] == {"tier": "gold"}
    assert {key: cast("JsonObject", definition["properties"])[key] for key in _KEPT} == {
        key: DEFINITION[key] for key in _KEPT
    }
    profile = cast("JsonObject", cast("JsonObject", version["properties"])["publishingProfile"])
    regions = cast("list[JsonObject]", profile["targetRegions"])
    sets = [{"regionalReplicaCount": 3, "storageAccountType": "Premium_LRS"}]
    assert [region.get("additionalReplicaSets") for region in regions] == [sets, None]
    assert len(assigned(azure, "", "roleAssignments")) == len(assigned(azure, f"/images/{_D}", "roleAssignments")) == 1
    assert [one["name"] for one in assigned(azure, f"/images/{_D}/versions/1.0.0", "locks")] == ["1.0.0-CanNotDelete"]
    enter(product, "validated")
    enter(product, "retired")
    image = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images/myImage"
    assert azure.get(image, api_version="2024-07-01").status_code == 404
    product.up("--expect-no-changes")


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"definition": DEFINITION | {"eula": "another"}}, "definition.eula"),
        (
            {"securityProfile": {"uefiSettings": {"signatureTemplateNames": ["MicrosoftWindowsTemplate"]}}},
            "migrations[0].securityProfile: contradicts the existing version",
        ),
    ],
)
def test_what_is_fixed_is_told_before_azure_refuses_it(
    product: Product, changes: JsonObject, told: str, azure: LocalAzure
) -> None:
    enter(product, "published")
    product.migration = {**product.migration, **changes}
    product.write_config({"gallery": GALLERY, "migrations": [product.migration]})
    refused = product.preview(check=False)
    assert refused.returncode != 0
    assert told in refused.stdout
