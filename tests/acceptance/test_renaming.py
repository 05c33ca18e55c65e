"""A migration gets another name, and everything of it stays what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.product import Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive


def test_a_migration_with_its_former_name_is_the_same_and_keeps_its_belts(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure, name="before")
    product.up()
    azure.forget_requests()

    product.configure(name="after", formerName="before")
    product.up("--expect-no-changes")

    assert azure.writes() == []
    urns = [str(each["urn"]).rsplit("::", 1)[1] for each in product.resources()]
    assert {"after", "after-source", "after-version"} <= {*urns}
    assert not [name for name in urns if name.startswith("before")]
    (source,) = [each for each in product.resources() if str(each["urn"]).endswith("::after-source")]
    assert (source["protect"], source["retainOnDelete"]) == (True, True)
    del product.migration["formerName"]
    product.configure()
    product.up("--expect-no-changes")
