"""A version that fails, and that the next run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.outcomes import up
from harness.product import NAME, Product, seed
from tests.engine import azure_says
from tests.engine.azure_says import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

FAILS = {
    "match": {"method": "PUT", "type": "Microsoft.Compute/galleries/images/versions", "times": 1},
    "failOperation": {"code": "InternalExecutionError", "message": "The version could not be made."},
}


def test_a_version_that_failed_is_made_by_the_next_run(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    azure.add_fault(FAILS)
    failed = up(product)
    assert failed.failed
    assert "The version could not be made." in failed.text, failed.text
    assert f"{NAME}-version" in {f"{NAME}-{name}" for name in product.names()}

    resumed = up(product)
    assert resumed.status == 0, resumed.text
    assert resumed.operations(IMAGE) == ["same"]
    assert set(azure_says.states(azure).values()) == {"Completed"}
