"""What the engine does that surprises, and that it cannot cost a source image.

Each test is one of the findings about the engine's behaviour that docs/stages.md#three-belts answers
(docs/reference/pulumi-engine.md), tried with our component, the real engine and an Azure in which a deletion is a
deletion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import preview, up
from harness.product import NAME, Product, seed
from tests.acceptance.unjudged import unjudged
from tests.engine import azure_says
from tests.engine.azure_says import IMAGE, VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

COMPONENT = "managed-image-to-gallery:index:ManagedImageToGallery"
REFUSED = "is not deleted"
OTHER_LETTERS = """
from types import SimpleNamespace
from managed_image_to_gallery.component import source_image

declared = source_image.compute.Image

def in_other_letters(*arguments, opts, **inputs):
    opts.import_ = opts.import_.upper()
    return declared(*arguments, opts=opts, **inputs)

source_image.compute = SimpleNamespace(Image=in_other_letters)
"""


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    """The documented example, published."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.enter("published")
    return product


@pytest.fixture
def validated(product: Product) -> Product:
    """The same one stage on: neither protected nor retained, so that only the gate is left."""
    product.enter("validated")
    return product


def edit(product: Product, text: str) -> None:
    """Run text before the program's own, as if the program had been changed."""
    product.write_program(product.program.replace("import pulumi\n", f"import pulumi\n{text}", 1))


def refused_twice(product: Product) -> str:
    """Preview and update, both refused; what they print."""
    planned, done = preview(product), up(product)
    assert planned.failed, planned.text
    assert done.failed, done.text
    return planned.text + done.text


def test_a_dropped_migration_deletes_neither_version_nor_image(validated: Product, azure: LocalAzure) -> None:
    """Without its evidence too the version is protected, and the hook is there."""
    validated.write_config({"migrations": []})
    assert "has no entry any more" in refused_twice(validated)
    validated.write_program(unjudged(validated.program))
    (evidence,) = [str(each["urn"]) for each in validated.resources() if str(each["urn"]).endswith("-evidence")]
    validated.pulumi("state", "delete", "--yes", evidence, check=True)
    assert "it is protected" in refused_twice(validated)
    assert azure_says.image_exists(azure)
    assert azure_says.states(azure)

    (version,) = [str(each["urn"]) for each in validated.resources() if each["type"] == VERSION]
    validated.pulumi("state", "unprotect", "--yes", version, check=True)
    unprotected = preview(validated)
    assert unprotected.failed
    assert "no migration in the config names it" in unprotected.text
    assert "was not registered" not in unprotected.text


@pytest.mark.exhaustive
def test_the_gate_is_bound_to_the_image_itself(product: Product) -> None:
    bound = {str(each["type"]) for each in product.resources() if each.get("resourceHooks")}
    assert IMAGE in bound
    assert COMPONENT not in bound


@pytest.mark.exhaustive
def test_another_spelling_of_the_source_in_the_config_is_the_same_image(validated: Product, azure: LocalAzure) -> None:
    validated.configure(source={"id": azure_says.image_id(azure).upper().replace("/SUBSCRIPTIONS", "/subscriptions")})
    done = preview(validated)
    assert done.status == 0, done.text
    assert done.changes == [("update", NAME)], "the component's own arguments, and nothing in Azure"


def test_an_import_id_in_other_letters_deletes_nothing(product: Product, azure: LocalAzure) -> None:
    """The engine takes it for another image and would delete the "old" one, protected or not."""
    edit(product, OTHER_LETTERS)
    assert REFUSED in refused_twice(product)
    assert azure_says.image_exists(azure)


@pytest.mark.exhaustive
def test_an_import_id_in_other_letters_is_stopped_without_options(validated: Product, azure: LocalAzure) -> None:
    edit(validated, OTHER_LETTERS)
    assert REFUSED in refused_twice(validated)
    assert azure_says.image_exists(azure)


def test_a_renamed_migration_deletes_nothing(validated: Product, azure: LocalAzure) -> None:
    """Without the aliases there is no record of the image, so the run ends before anything is deleted."""
    validated.configure(name="renamed")
    validated.write_program(unjudged(validated.program))
    assert "there is no record of the adopted image" in refused_twice(validated)
    assert azure_says.image_exists(azure)
    assert azure_says.states(azure)


@pytest.mark.exhaustive
def test_an_image_that_somebody_changes_is_not_written_back(product: Product, azure: LocalAzure) -> None:
    content = {"storageProfile": {"osDisk": {"caching": "ReadOnly"}}}
    azure.change(azure_says.image_id(azure), {"tags": {"owner": "somebody"}, "properties": content})
    azure.forget_requests()
    done = up(product, "--refresh")
    assert done.status == 0, done.text
    assert azure.writes() == []
    assert "osDisk.caching was None, is ReadOnly" in product.refused("validated")


@pytest.mark.exhaustive
def test_a_program_that_fails_deletes_nothing(validated: Product, azure: LocalAzure) -> None:
    validated.configure(stage="retired")
    whole = validated.program
    validated.write_program(whole + "\nraise pulumi.RunError('after everything was declared')\n")
    assert "after everything was declared" in refused_twice(validated)
    assert azure_says.image_exists(azure)
    validated.write_program(whole)
    assert up(validated).operations(IMAGE) == ["delete"]
