"""The documented example through its stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.outcomes import preview, refresh, up
from harness.product import NAME, Product, seed
from tests.engine import azure_says
from tests.engine.azure_says import DEFINITION, IMAGE, VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

HELD = {"name": "West US 2", "state": "Replicating", "progress": 40}
STACK_TYPES = {"published": (True, True), "validated": (False, False)}


def belts(product: Product) -> tuple[bool, bool]:
    """Protect and retain of the source image, as the state has them."""
    (image,) = [each for each in product.resources() if each["type"] == IMAGE]
    return bool(image.get("protect")), bool(image.get("retainOnDelete"))


def test_the_documented_example_from_published_to_retired(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed("Windows"))
    product = Product.of(tmp_path, azure)
    azure.forget_requests()

    planned = preview(product)
    assert planned.operations(IMAGE) == ["import"], planned.text
    assert azure.writes() == [], "a preview only reads"
    published = up(product)
    assert published.operations(IMAGE) == ["import"], published.text
    assert published.operations(DEFINITION) == published.operations(VERSION) == ["create"]
    assert not azure.requests(method="PUT", type="Microsoft.Compute/images"), "an adopted image is never written"
    assert belts(product) == STACK_TYPES["published"]
    assert refresh(product, "--expect-no-changes").status == 0
    assert preview(product, "--expect-no-changes").status == 0

    assert "stage validated was skipped" in product.refused("retired")
    assert azure_says.image_exists(azure)

    product.configure(stage="validated")
    rule = azure.add_fault({"match": {"type": "Microsoft.Compute/galleries/images/versions"}, "region": HELD})
    early = up(product)
    assert early.failed
    assert "westus2" in early.text
    azure.remove_fault(rule)
    validated = up(product)
    assert validated.operations("pulumi:index:Stash") == ["same", "create"], validated.text
    assert belts(product) == STACK_TYPES["validated"]

    product.configure(stage="retired")
    planned = preview(product)
    assert planned.changes == [("delete", f"{NAME}-source")], planned.text
    assert up(product).operations(IMAGE) == ["delete"]
    assert not azure_says.image_exists(azure)
    assert set(azure_says.states(azure).values()) == {"Completed"}
    assert preview(product, "--expect-no-changes").status == 0
