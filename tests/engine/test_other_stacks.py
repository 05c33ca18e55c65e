"""A stack is renamed, or a migration is moved into another stack of the project: nothing is made or deleted for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.outcomes import preview, up
from harness.product import NAME, Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure


def published(azure: LocalAzure, folder: Path) -> Product:
    azure.seed(seed())
    product = Product.of(folder, azure)
    product.up()
    azure.forget_requests()
    return product


def moved_to(product: Product, stack: str) -> None:
    """Move the migration with all that it declares into another stack, which does not exist yet."""
    (component,) = [str(one["urn"]) for one in product.resources() if str(one["urn"]).endswith(f"::{NAME}")]
    product.pulumi("stack", "init", stack, "--no-select", check=True)
    product.pulumi("state", "move", "--source", product.stack, "--dest", stack, "--yes", component, check=True)


def in_stack(product: Product, stack: str) -> None:
    product.pulumi("stack", "select", stack, check=True)
    product.stack = stack


def nothing_changes_here_nor_there(product: Product) -> None:
    """With its entry taken out of the old stack, and written into the other one."""
    product.write_config({"migrations": []})
    left = up(product)
    assert (left.status, left.changes) == (0, []), left.text
    in_stack(product, "other")
    product.configure()
    there = up(product)
    assert (there.status, there.changes) == (0, []), there.text


def test_a_renamed_stack_has_nothing_to_change(azure: LocalAzure, tmp_path: Path) -> None:
    product = published(azure, tmp_path)
    product.pulumi("stack", "rename", "production", check=True)
    planned = preview(product, "--expect-no-changes")
    assert planned.status == 0, planned.text


@pytest.mark.exhaustive
def test_a_migration_moves_to_another_stack_with_its_entry(azure: LocalAzure, tmp_path: Path) -> None:
    product = published(azure, tmp_path)
    moved_to(product, "other")
    nothing_changes_here_nor_there(product)
    validated = up_in(product, "validated")
    assert validated == [("create", f"{NAME}-evidence")]
    assert azure.writes() == []


def up_in(product: Product, stage: str) -> list[tuple[str, str]]:
    product.configure(stage=stage)
    return up(product).changes


@pytest.mark.exhaustive
def test_an_entry_that_stays_behind_changes_nothing_in_azure_nor_in_either_stack(
    azure: LocalAzure, tmp_path: Path
) -> None:
    product = published(azure, tmp_path)
    moved_to(product, "other")
    refused = up(product)
    assert refused.failed
    assert "cannot create already existing resource" in refused.text
    assert "If the migration has moved to another stack, take its entry out of this one." in refused.text
    nothing_changes_here_nor_there(product)
    assert azure.writes() == []
