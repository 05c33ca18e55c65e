"""Versions that others made: only read to the end, taken over as they are, and never made a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import preview, up
from harness.product import Product
from tests.engine import azure_says
from tests.engine.azure_says import DEFINITION, IMAGE, VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}, theirs: {location: southcentralus}}
images: [{resourceGroup: myResourceGroup, name: myImage, osType: Linux, hyperVGeneration: V2}]
galleries:
  - resourceGroup: myResourceGroup
    name: myGallery
    definitions:
      - name: myImageDefinition
        publisher: p
        offer: o
        sku: s
        hyperVGeneration: V2
        versions:
          - name: 1.0.0
            source: myResourceGroup/myImage
            targetRegions: [{name: West US 2}, {name: South Central US}]
  - resourceGroup: theirs
    name: theirGallery
    definitions:
      - name: theirDefinition
        publisher: p
        offer: o
        sku: s
        hyperVGeneration: V2
        versions: [{name: 7.0.0, source: myResourceGroup/myImage, targetRegions: [{name: South Central US}]}]
"""


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    azure.seed(SEED)
    return Product.of(tmp_path, azure)


def ours(azure: LocalAzure) -> str:
    return azure_says.version_id(azure)


def theirs(azure: LocalAzure) -> str:
    gallery = f"{azure.group_id('theirs')}/providers/Microsoft.Compute/galleries/theirGallery"
    return f"{gallery}/images/theirDefinition/versions/7.0.0"


def only_read(product: Product, *versions: str) -> None:
    """The migration names these versions in the place of a definition and a version."""
    left_out = ("definition", "version", "targetRegions")
    product.migration = {key: value for key, value in product.migration.items() if key not in left_out}
    product.configure(existingVersions=list(versions))


def test_an_image_is_retired_by_what_others_made_of_it(product: Product, azure: LocalAzure) -> None:
    only_read(product, ours(azure), theirs(azure).upper())
    azure.forget_requests()

    published = up(product)
    assert published.status == 0, published.text
    assert published.operations(IMAGE) == ["import"]
    assert [*published.operations(VERSION), *published.operations(DEFINITION)] == []

    product.configure(stage="validated")
    validated = up(product)
    assert validated.status == 0, validated.text

    azure.delete(theirs(azure), api_version=azure_says.GALLERY_API)
    product.configure(stage="retired")
    refused = up(product)
    assert refused.failed
    assert "it may be the last copy" in refused.text
    assert azure_says.image_exists(azure)

    only_read(product, ours(azure))
    other_set = up(product)
    assert other_set.failed
    assert "the evidence is for" in other_set.text
    for stage in ("published", "validated", "retired"):
        product.configure(stage=stage)
        outcome = up(product)
        assert outcome.status == 0, outcome.text
    assert not azure_says.image_exists(azure)
    assert not azure.requests(method="PUT", type="Microsoft.Compute/galleries/images/versions")
    assert preview(product, "--expect-no-changes").status == 0


def test_a_version_is_taken_over_as_it_is_and_managed_from_then_on(product: Product, azure: LocalAzure) -> None:
    refused = preview(product)
    assert refused.failed
    assert "cannot create already existing resource" in refused.text
    assert "pulumi config set --path 'managed-image-to-gallery:migrations[0].importVersion' true" in refused.text
    assert "existingVersions[0]" in refused.text

    product.set_at("importVersion", "true")
    product.configure(importVersion=True)
    azure.forget_requests()
    planned = preview(product)
    assert planned.operations(VERSION) == ["import"], planned.text
    assert {operation for operation, name in planned.changes if "evidence" not in name} <= {"import", "create"}
    taken = up(product)
    assert taken.status == 0, taken.text
    assert taken.operations(VERSION) == taken.operations(DEFINITION) == ["import"]
    assert azure.writes() == [], "an import changes nothing"
    again = preview(product, "--expect-no-changes")
    assert again.status == 0, again.text


def test_what_was_taken_over_is_managed_here_and_its_image_retired(product: Product, azure: LocalAzure) -> None:
    product.configure(importVersion=True)
    assert up(product).status == 0
    for changes in ({"importVersion": False}, {"importVersion": True}):
        product.configure(**changes)
        again = preview(product, "--expect-no-changes")
        assert again.status == 0, again.text

    product.configure(
        targetRegions=[{"name": "South Central US"}, {"name": "westus2"}, {"name": "East US"}],
        endOfLifeDate="2031-01-01",
    )
    managed = up(product)
    assert managed.status == 0, managed.text
    assert managed.operations(VERSION) == ["update"]
    assert set(azure_says.replicas(azure)) == {"South Central US", "West US 2", "East US"}

    for stage in ("validated", "retired"):
        product.configure(stage=stage)
        outcome = up(product)
        assert outcome.status == 0, outcome.text
    assert not azure_says.image_exists(azure)
    assert preview(product, "--expect-no-changes").status == 0
