"""Migrations that share a source image or a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from harness.outcomes import preview, up
from harness.product import Product, seed
from tests.engine.azure_says import DEFINITION, IMAGE, VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure


def write(product: Product, *entries: dict[str, Any]) -> None:
    """Give the stack these migrations, in this order: changes to the documented example."""
    product.write_config({"migrations": [{**product.migration, **cast("JsonObject", entry)} for entry in entries]})


def test_two_versions_of_one_source_are_chained_and_the_order_is_free(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    first: dict[str, Any] = {"version": "1.0.0"}
    second: dict[str, Any] = {"version": "1.1.0"}
    write(product, first, second)
    done = up(product, "--parallel", "1")
    assert done.operations(VERSION) == ["create", "create"], done.text
    assert "in 2 rounds" in done.text
    assert done.operations(IMAGE) == ["import"]
    assert done.operations(DEFINITION) == ["create"]

    write(product, second, first)
    swapped = preview(product, "--expect-no-changes", "--parallel", "1")
    assert swapped.status == 0, swapped.text
    assert "rounds" not in swapped.text


def test_a_preview_prints_only_the_exports_that_change(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    one, other = ({"name": name, "version": number} for name, number in (("one", "1.0.0"), ("other", "1.1.0")))
    write(product, one, other)
    done = up(product)
    assert done.outputs.keys() == {"one/stage", "one/versionId", "other/stage", "other/versionId"}, done.text
    write(product, {**one, "stage": "validated"}, other)
    printed = " ".join(product.pulumi("preview", "--non-interactive").stdout.partition("Outputs:")[2].split())
    assert '~ one/stage : "published" => "validated"' in printed
    assert "other/" not in printed
    assert "one/versionId" not in printed
