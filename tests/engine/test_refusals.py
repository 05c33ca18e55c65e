"""What is wrong with a config, or with Azure, is said once, in one clean message, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.outcomes import Outcome, preview
from harness.product import Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

FAULTY: dict[str, Any] = {
    "version": "1.0",
    "endOfLifeDate": "2001-01-01",
    "replicationMode": "Shallow",
    "targetRegions": [{"name": "westus2"}, {"name": "West US 2", "replicaCount": 101}],
}
TOLD = ["version", "endOfLifeDate", "targetRegions[1]", "targetRegions[1].replicaCount"]
COMPUTE: dict[str, Any] = {"type": "Microsoft.Compute/*"}


def clean(outcome: Outcome, *expected: str) -> None:
    """The run is refused with these texts, and without a sign of the program's inside."""
    assert outcome.failed
    assert "Traceback" not in outcome.text
    for text in expected:
        assert outcome.text.count(text) >= 1, f"{text!r} is not in\n{outcome.text}"


def test_every_fault_of_a_config_is_in_one_message(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    azure.forget_requests()
    product.configure(**FAULTY)
    refused = preview(product)
    clean(refused, *(f"migrations[0].{key}" for key in TOLD))
    assert azure.writes() == []


def test_what_azure_contradicts_is_told_at_preview(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(seed("Windows"))
    product = Product.of(tmp_path, azure)
    product.configure(
        definition={"name": "d", "publisher": "p", "offer": "o", "sku": "s", "osType": "Linux"},
        targetRegions=[{"name": "westus2"}],
    )
    clean(preview(product), "southcentralus", "Linux")
    product.configure(source={"resourceGroup": "myResourceGroup", "name": "another"})
    clean(preview(product), "images/another", "does not exist in Azure")
    assert azure.writes() == []


@pytest.mark.parametrize(
    "effect",
    [
        {"refuse": {"status": 403, "code": "AuthorizationFailed", "message": "has no authorization"}},
        {"refuse": {"status": 429, "retryAfter": 0}},
    ],
)
def test_an_azure_that_does_not_answer_refuses_everything(
    azure: LocalAzure, tmp_path: Path, effect: dict[str, Any]
) -> None:
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    azure.forget_requests()
    azure.add_fault({"match": COMPUTE, **effect})
    clean(preview(product), "Azure could not be asked", str(effect["refuse"]["status"]))
    assert azure.writes() == []


def test_a_program_that_the_host_interrupts_says_nothing(azure: LocalAzure, tmp_path: Path) -> None:
    """Pulumi's own host, as the stand-in, sends SIGINT to the program when a refused deletion ends the update."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    product.up()
    refused = product.refused("retired")
    assert "stage validated was skipped" in refused
    assert "Traceback" not in refused
    assert "KeyboardInterrupt" not in refused
