"""Config is data: a free text reaches Azure, the evidence and the reports as that text and as nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from harness.product import Product, seed

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

HOSTILE = "$(touch run) `touch run` '; touch run # {{7*7}} {% if %} ${7*7} <script>alert(1)</script> | a\n| # new"
MACHINE = """
virtualMachines: [{resourceGroup: myResourceGroup, name: machine, image: myResourceGroup/myImage, location: westus2}]
"""
DEFINITION = {"name": "myImageDefinition", "publisher": "p", "offer": "o", "sku": "s", "description": HOSTILE}


def told(product: Product, *words: str) -> str:
    """What a command of the operator's prints."""
    done = product.gallery_migrate(*words)
    done.check_returncode()
    return done.stdout + done.stderr


@pytest.fixture
def product(azure: LocalAzure, tmp_path: Path) -> Product:
    """A stack whose free texts are hostile, validated: its evidence has the reason of an accepted machine."""
    azure.seed(seed().replace("location: southcentralus", "location: westus2") + MACHINE)
    machine = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/virtualMachines/machine"
    accepted = [{"id": machine, "reason": HOSTILE}]
    product = Product.of(tmp_path, azure, definition=DEFINITION, tags={"owner": HOSTILE}, acceptedReferences=accepted)
    product.configure(targetRegions=[{"name": "westus2"}])
    product.enter("published")
    product.enter("validated")
    return product


@pytest.mark.exhaustive
def test_a_hostile_text_is_that_text_everywhere(product: Product, azure: LocalAzure, tmp_path: Path) -> None:
    gallery = f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/galleries/myGallery"
    definition = azure.get(f"{gallery}/images/myImageDefinition", api_version="2024-03-03").json()
    version = azure.get(f"{gallery}/images/myImageDefinition/versions/1.0.0", api_version="2024-03-03").json()
    assert definition["properties"]["description"] == HOSTILE
    assert version["tags"] == {"owner": HOSTILE}

    told(product, "report", "--output", "report.html")
    page, twin = (tmp_path / "report.html").read_text(), (tmp_path / "report.md").read_text()
    assert "touch run" in told(product, "evidence")
    assert "touch run" in page
    assert "<script>alert" not in page + twin
    assert not re.search(r"^\| # new", twin, re.MULTILINE)
    assert "{{7*7}}" in page
    assert "<script>alert" not in told(product, "preview")
    assert not list(tmp_path.rglob("run"))
