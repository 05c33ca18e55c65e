from __future__ import annotations

from pathlib import Path

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.report.costs import Prices, cost_of, read_prices
from managed_image_to_gallery.config.models import TargetRegion


def test_every_replica_is_counted_at_its_storage_types_price() -> None:
    prices = Prices("EUR", 0.5, {"Standard_LRS": 1.0, "Premium_LRS": 10.0})
    regions = [
        TargetRegion.model_validate({"name": "East US", "replicaCount": 2}),
        TargetRegion.model_validate({"name": "West US", "storageAccountType": "Premium_LRS"}),
    ]
    cost = cost_of(prices, 10, regions, "Standard_LRS")
    assert (cost.replicas, cost.source) == (120.0, 5.0)


def test_the_example_can_be_read() -> None:
    assert read_prices(Path(__file__).parents[3] / "examples/prices.yaml").replicas["Premium_LRS"] > 0


@pytest.mark.parametrize(
    "text", ["", "[1]", "currency: USD", "a: [", "{currency: x, managedImage: much, replicas: {}}"]
)
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(text)
    with pytest.raises(CommandFailed, match=r"prices\.yaml"):
        read_prices(file)


def test_what_a_table_lacks_is_told_in_users_words(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text("currency: USD")
    with pytest.raises(CommandFailed, match="is not a table of prices: it has no `replicas`"):
        read_prices(file)
    with pytest.raises(FileNotFoundError):
        read_prices(tmp_path / "none.yaml")
