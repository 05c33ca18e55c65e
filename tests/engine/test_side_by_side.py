"""Stacks that are updated side by side on one subscription: no command fails, whether they share its budgets or not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bench.fleets import config, numbers, seed
from harness.engine_azure import engine_azure
from harness.product import Product

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

TENTH = ("--limits", "0.1", "--manager-limits", "hourly")
"""15 definitions in three minutes, where Azure takes 150.

By the hour, because a tenth of Resource Manager's token buckets is 25 reads: at a thousandth of Azure's time all that
is read over minutes comes at once, and they, not the definitions, would be used up.
"""
PATIENCE_SECONDS = 1_800.0
UP = ("up", "--yes", "--skip-preview", "--parallel", "100")


def side_by_side(azure: LocalAzure, folder: Path, stacks: int, each: int, **env: str) -> list[str]:
    """Publish so many new images in each of so many stacks at once; what those said that failed."""
    azure.seed(seed(numbers(stacks * each)))
    products = [Product.of(folder / f"stack-{number}", azure) for number in range(stacks)]
    for number, product in enumerate(products):
        product.write_config(config(numbers(each, number * each), "published"))
        product.env |= env
    azure.forget_requests()
    running = [product.start(*UP) for product in products]
    return [said for said in map(ended, running) if said]


def ended(command: subprocess.Popen[str]) -> str:
    """What a command said that failed."""
    said, _ = command.communicate(timeout=PATIENCE_SECONDS)
    return said if command.returncode else ""


def test_two_that_know_nothing_of_each_other_wait_when_azure_asks_for_it(tmp_path: Path) -> None:
    """Each keeps within the budgets alone; together they ask for more definitions than Azure takes at once."""
    with engine_azure(tmp_path, *TENTH) as azure:
        assert side_by_side(azure, tmp_path, 2, 10) == []
        refused = Counter(one["path"] for one in azure.requests() if one["status"] == 429)

    # On a slow machine the budget may fill between two requests, and nothing is refused.
    assert max(refused.values(), default=0) <= 2, "whoever waits as long as it is asked to is far from giving up"
    assert all("/galleries/fleetGallery/images/" in path for path in refused)


def test_five_that_share_the_budgets_are_refused_nothing(tmp_path: Path) -> None:
    """The share is that of 50 stacks, because the budgets are a tenth of what the program knows."""
    with engine_azure(tmp_path, *TENTH) as azure:
        assert side_by_side(azure, tmp_path, 5, 3, GALLERY_MIGRATE_STACKS_AT_ONCE="50") == []
        assert [one["path"] for one in azure.requests() if one["status"] == 429] == []
