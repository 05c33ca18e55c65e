"""What a rename, and the engine's own options for single resources and against protection, do to an image: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import destroy, up
from harness.product import NAME, Product, seed
from tests.acceptance.unjudged import unjudged
from tests.engine import azure_says
from tests.engine.azure_says import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

ALIAS = """
def renamed(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
    if args.type_ == "managed-image-to-gallery:index:ManagedImageToGallery":
        args.opts.aliases = [pulumi.Alias(name="myImageDefinition-1.0.0")]
    return pulumi.ResourceTransformResult(args.props, args.opts)

pulumi.runtime.register_resource_transform(renamed)
"""
TARGETED = ("--target-dependents", "--ignore-protect", "--target")


@pytest.fixture
def validated(azure: LocalAzure, tmp_path: Path) -> Product:
    """The documented example, validated: its image is neither protected nor retained."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.enter("published")
    product.enter("validated")
    return product


def urn_of_the_image(product: Product) -> str:
    """The URN as `pulumi stack --show-urns` prints it."""
    (found,) = [str(each["urn"]) for each in product.resources() if each["type"] == IMAGE]
    return found


def test_a_dropped_migration_loses_neither_image_nor_evidence(validated: Product, azure: LocalAzure) -> None:
    before, program = validated.names(), validated.program
    validated.write_config({"migrations": []})
    validated.write_program(unjudged(program))
    for options in ((), ("--ignore-protect",)):
        done = up(validated, *options)
        assert done.failed, done.text
        assert f"the evidence of {NAME} is not dropped" in done.text
        assert azure_says.image_exists(azure)
        assert {"source", "evidence", "adopted"} <= validated.names()
    validated.configure()
    validated.write_program(program)
    assert before == validated.names()
    back = up(validated)
    assert not back.failed, back.text
    assert back.operations(IMAGE) == ["same"]


@pytest.mark.exhaustive
@pytest.mark.parametrize("transform", ["", ALIAS], ids=["by the program itself", "with an alias of one's own too"])
def test_a_migration_is_renamed(validated: Product, azure: LocalAzure, transform: str) -> None:
    validated.configure(name="renamed")
    validated.write_program(validated.program.replace("import pulumi\n", f"import pulumi\n{transform}", 1))
    done = up(validated)
    assert not done.failed, done.text
    assert [name for operation, name in done.changes if operation != "update"] == []
    assert {"renamed-source", "renamed-evidence"} <= validated.names()
    assert not azure.requests(method="DELETE")

    validated.configure(stage="retired")
    assert up(validated).operations(IMAGE) == ["delete"]


def test_a_targeted_destroy_does_not_get_past_the_gate(validated: Product, azure: LocalAzure) -> None:
    image = urn_of_the_image(validated)
    without_program = destroy(validated, *TARGETED, image)
    assert without_program.failed, without_program.text
    with_program = destroy(validated, "--run-program", *TARGETED, image)
    assert with_program.failed, with_program.text
    assert f"migration {NAME} is in stage validated" in with_program.text
    assert azure_says.image_exists(azure)
