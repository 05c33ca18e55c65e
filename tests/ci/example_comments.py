"""The comments in `examples/`, made from real previews: the engine with the policy pack, against local Azure.

`.venv/bin/python -m tests.ci.example_comments` writes them; `test_example_comments` compares.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from harness.engine_azure import engine_azure
from harness.product import ROOT, Product

if TYPE_CHECKING:
    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

MAY_BE_APPLIED = ROOT / "examples" / "ci-comment-may-be-applied.md"
REFUSED = ROOT / "examples" / "ci-comment-refused.md"

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - {resourceGroup: myResourceGroup, name: api, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: db, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: web, osType: Windows, hyperVGeneration: V1}
galleries: [{resourceGroup: myResourceGroup, name: myGallery}]
"""


def comments(azure: LocalAzure, folder: Path) -> dict[Path, str]:
    """Each example's file with the comment that belongs into it. `azure` is empty; `folder` takes the project."""
    azure.seed(SEED)
    product = Product.of(folder, azure)
    _configure(product, web="published")
    product.up()
    _configure(product, web="retired")
    refused = _preview(product)
    _configure(product, web="validated", db="published")
    product.up()
    _configure(product, web="retired", db="validated", api="published")
    return {REFUSED: refused, MAY_BE_APPLIED: _preview(product)}


def _configure(product: Product, **stages: str) -> None:
    defaults: JsonObject = {
        "targetRegions": [{"name": "South Central US"}, {"name": "West US 2", "replicaCount": 2}],
        "endOfLifeDate": "2030-12-31",
        "tags": {"environment": "dev"},
    }
    migrations: list[JsonObject] = [
        {
            "stage": stage,
            "source": {"resourceGroup": "myResourceGroup", "name": name},
            "definition": {"name": name, "publisher": "contoso", "offer": "images", "sku": name},
            "version": "1.0.0",
        }
        for name, stage in stages.items()
    ]
    product.write_config({"defaults": defaults, "migrations": [*migrations]})


def _preview(product: Product) -> str:
    """What `ci/preview.sh` writes; it ends with 1 where the change must not be applied."""
    path = os.pathsep.join([str(Path(sys.prefix) / "bin"), product.env["PATH"]])
    done = subprocess.run(
        [str(ROOT / "ci" / "preview.sh"), "dev", "comment.md"],
        cwd=product.path,
        env={**product.env, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return (product.path / "comment.md").read_text(encoding="utf-8")


def main() -> None:
    """Write the examples; `make policy` first."""
    with tempfile.TemporaryDirectory() as folder, engine_azure(Path(folder)) as azure:
        for file, text in comments(azure, Path(folder) / "project").items():
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
