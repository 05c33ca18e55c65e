"""New migrations, more than Azure's budgets bear at once, are previewed and published without one refused request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.fleets import config, numbers, seed
from harness.engine_azure import engine_azure
from harness.product import Product

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = 200
"""Azure takes 150 definitions in three minutes."""
PATIENCE_SECONDS = 1_800.0
"""For one command of a machine that has other things to do."""


@pytest.mark.exhaustive
def test_more_new_definitions_than_azure_takes_at_once_are_made_in_turns(tmp_path: Path) -> None:
    with engine_azure(tmp_path, "--limits", "1") as azure:
        azure.seed(seed(numbers(IMAGES)))
        product = Product.of(tmp_path / "stack", azure)
        product.write_config(config(numbers(IMAGES), "published"))

        previewed = product.pulumi("preview", "--parallel", "100", timeout=PATIENCE_SECONDS)
        published = product.pulumi("up", "--yes", "--skip-preview", "--parallel", "100", timeout=PATIENCE_SECONDS)

        assert previewed.returncode == published.returncode == 0, previewed.stdout + published.stdout
        assert [one for one in azure.requests() if one["status"] == 429] == []
        assert "writes of definitions" not in previewed.stdout
        assert "the last of 200 begins in about 2 minutes" in published.stdout
