"""A program whose user has registered a transform of the whole stack, as teams do for tags or protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import preview, up
from harness.product import NAME, Product, seed
from tests.engine import azure_says
from tests.engine.azure_says import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

TRANSFORM = """
def protect(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    if args.type_ == "azure-native:compute:GalleryImage":
        args.opts.protect = True
    return pulumi.ResourceTransformResult(args.props, args.opts)

pulumi.runtime.register_resource_transform(protect)
"""
RECORD = f"{NAME}-evidence"


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    """The documented example with the transform, validated."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.write_program(product.program.replace("import pulumi\n", f"import pulumi\n{TRANSFORM}", 1))
    product.enter("published")
    return product


def test_every_stage_is_gone_through_under_a_transform(product: Product, azure: LocalAzure) -> None:
    product.enter("validated")
    assert preview(product, "--expect-no-changes").status == 0

    product.configure(stage="retired")
    done = up(product)
    assert done.operations(IMAGE) == ["delete"], done.text
    assert not azure_says.image_exists(azure)
