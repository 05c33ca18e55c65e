"""The record of the gate in the stack's state: kept for the same subject, replaced for another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from harness.outcomes import up
from harness.product import NAME, Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import Json, JsonObject
    from harness.local_azure import LocalAzure

RECORD = f"{NAME}-evidence"


@pytest.fixture
def validated(azure: LocalAzure, tmp_path: Path) -> Product:
    """The documented example, validated."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.enter("published")
    product.enter("validated")
    return product


def record(product: Product) -> Json:
    """The record as the state has it."""
    (found,) = [each["outputs"] for each in product.resources() if str(each["urn"]).endswith(f"::{RECORD}")]
    assert isinstance(found, dict)
    return found["output"]


def test_evidence_is_kept_for_its_subject_and_replaced_for_another(validated: Product) -> None:
    taken = record(validated)
    again = up(validated)
    assert again.changes == [], again.text
    assert record(validated) == taken

    validated.configure(targetRegions=[{"name": "South Central US"}], allowDeletionOfReplicatedLocations=True)
    fewer = up(validated)
    assert ("replace", RECORD) in fewer.changes, fewer.text
    renewed = record(validated)
    assert isinstance(renewed, dict)
    assert renewed["subject"] != cast("JsonObject", taken)["subject"]
