"""What others do, and what Azure says, between the stages: told by the gate, and refused where it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.outcomes import preview
from harness.product import NAME, Product, seed
from tests.engine import azure_says

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

RECORD = f"{NAME}-evidence"


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    """The documented example, published."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.enter("published")
    return product


def compared(product: Product) -> str:
    """What the evidence says of the image's content."""
    (found,) = [each["outputs"] for each in product.resources() if str(each["urn"]).endswith(f"::{RECORD}")]
    return str(cast("Any", found)["output"]["checks"]["image-unchanged"])


def test_a_version_that_is_reported_is_not_validated(product: Product, azure: LocalAzure) -> None:
    violations = [{"category": "ImageFlaggedUnsafe", "details": "malware"}]
    safety = {"reportedForPolicyViolation": True, "policyViolations": violations}
    azure.change(azure_says.version_id(azure), {"properties": {"safetyProfile": safety}})
    said = product.refused("validated")
    assert "no-policy-violation" in said
    assert "ImageFlaggedUnsafe: malware" in said
    assert azure_says.image_exists(azure)


def test_tags_of_others_stand_in_nobodys_way_and_are_told(product: Product, azure: LocalAzure) -> None:
    image = azure_says.image_id(azure)
    azure.change(image, {"tags": {"stamped": "yesterday"}})
    assert preview(product, "--expect-no-changes").status == 0
    product.enter("validated")
    assert compared(product).endswith(
        "members of the content as adopted; tags changed: stamped was absent, is yesterday"
    )

    azure.change(image, {"tags": {"stamped": "today", "owner": "somebody"}})
    assert preview(product, "--expect-no-changes").status == 0
    product.enter("retired")
    assert not azure_says.image_exists(azure)


def test_content_that_changed_is_told_by_name_and_keeps_the_image(product: Product, azure: LocalAzure) -> None:
    image, disk = azure_says.image_id(azure), {"storageProfile": {"osDisk": {"caching": "ReadOnly"}}}
    product.enter("validated")
    azure.change(image, {"properties": disk})
    assert "osDisk.caching was None, is ReadOnly" in product.refused("retired")
    assert azure_says.image_exists(azure)

    product.configure(stage="validated")
    assert "osDisk.caching was None, is ReadOnly" in preview(product).text
