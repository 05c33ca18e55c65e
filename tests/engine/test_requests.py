"""How many requests a command sends: by lists what is many, one by one what the gate must see at that moment."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bench.fleets import config, numbers, seed
from harness.product import Product
from managed_image_to_gallery.azure.moment_reader import FEW
from managed_image_to_gallery.gate.gate import SUBJECTS_PER_ROUND

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

IMAGE, DEFINITION = "Microsoft.Compute/images", "Microsoft.Compute/galleries/images"
VERSION, LOCKS = f"{DEFINITION}/versions", "Microsoft.Authorization/locks"
PATIENCE_SECONDS = 1_800.0


def asked(azure: LocalAzure, product: Product, *command: str) -> Counter[tuple[str, str]]:
    """Reads of a command by type and access."""
    azure.forget_requests()
    product.pulumi(*command, "--parallel", "100", check=True, timeout=PATIENCE_SECONDS)
    reads = (one for one in azure.requests() if one["access"] in ("get", "list"))
    return Counter((one["type"], one["access"]) for one in reads)


@pytest.mark.parametrize("count", [1, 10, pytest.param(100, marks=pytest.mark.exhaustive)])
def test_single_reads_are_those_that_no_list_can_answer(azure: LocalAzure, tmp_path: Path, count: int) -> None:
    """The provider imports each image by itself, and before each deletion the gate reads afresh; all else is lists."""
    azure.seed(seed(numbers(count)))
    product = Product.of(tmp_path, azure)
    found: dict[str, Counter[tuple[str, str]]] = {}
    for stage in ("published", "validated", "retired"):
        product.write_config(config(numbers(count), stage))
        found[f"preview of {stage}"] = asked(azure, product, "preview")
        found[stage] = asked(azure, product, "up", "--yes", "--skip-preview")

    few = count if count <= FEW else 0
    singles = {name: (reads[IMAGE, "get"], reads[DEFINITION, "get"]) for name, reads in found.items()}
    assert [singles[name][0] for name in ("preview of published", "published")] == [count + (few or 1)] * 2
    assert [singles[name] for name in ("preview of validated", "validated")] == [(few, few)] * 2
    assert [singles[name] for name in ("preview of retired", "retired")] == [(count + few, count + few)] * 2
    assert [reads[VERSION, "get"] for name, reads in found.items() if "published" not in name] == [count] * 4
    locks = [found[name][LOCKS, "list"] for name in ("preview of retired", "retired")]
    assert count == 1 or max(locks) < count, "deletions that are proven side by side share a round"
    shared = [reads for name, reads in found.items() if "retired" not in name]  # proofs side by side share some lists
    listed = [reads[kind, "list"] for reads in shared for kind in (IMAGE, DEFINITION)]
    assert max(listed) <= 3 + count // SUBJECTS_PER_ROUND, "no list is read for each migration"
