"""Stacks whose records of adoption hold only a digest of the whole image, as they were made at first.

`earlier_states/` has such a stack's `pulumi stack export`, without times and positions in sources. That one goes on to
its end is tried with the whole stacks of `tests/upgrades`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from harness.local_azure import LocalAzure
from harness.outcomes import up
from harness.product import Product
from tests.engine import azure_says

if TYPE_CHECKING:
    from harness.engine_project import JsonObject

STATES = Path(__file__).parent / "earlier_states"
SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - resourceGroup: myResourceGroup
    name: myImage
    hyperVGeneration: V2
    dataDisks: [{lun: 3, diskSizeGB: 8}]
galleries:
  - resourceGroup: myResourceGroup
    name: myGallery
    definitions:
      - {name: myImageDefinition, publisher: p, offer: o, sku: s, hyperVGeneration: V2, versions: [VERSION]}
"""
VERSION = "{name: 1.0.0, source: myResourceGroup/myImage, targetRegions: [{name: South Central US}, {name: West US 2}]}"
ADOPTED = "myImageDefinition-1.0.0-adopted"


def stack_in(stage: str, azure: LocalAzure, folder: Path) -> Product:
    """The earlier stack, and in Azure what it had published."""
    azure.seed(SEED.replace("VERSION", VERSION))
    product = Product.of(folder, azure, stage=stage)
    product.pulumi("stack", "import", "--file", str(STATES / f"{stage}.json"), check=True)
    return product


def record(product: Product) -> JsonObject:
    """The record of adoption, as the state has it."""
    (found,) = [each["outputs"] for each in product.resources() if str(each["urn"]).endswith(f"::{ADOPTED}")]
    assert isinstance(found, dict)
    output = found["output"]
    assert isinstance(output, dict)
    return output


def test_a_tag_that_changed_is_refused_with_the_remedy_that_helps(azure: LocalAzure, tmp_path: Path) -> None:
    product = stack_in("published", azure, tmp_path)
    azure.change(azure_says.image_id(azure), {"tags": {"stamped": "tonight"}})
    said = product.refused("validated")
    assert "or only its tags were" in said
    assert f"`pulumi up --replace` with the URN of {ADOPTED}" in said

    product.enter("published")
    assert set(record(product)) == {"source", "digest"}
    urn = next(str(one["urn"]) for one in product.resources() if str(one["urn"]).endswith(f"::{ADOPTED}"))
    assert up(product, "--replace", urn).status == 0
    assert json.dumps(record(product)["tags"]) == '{"stamped": "tonight"}'
    product.enter("validated")
