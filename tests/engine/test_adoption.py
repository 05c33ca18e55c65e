"""Every kind of managed image is adopted as it is: one import, no update, and nothing to refresh afterwards."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any, cast

from harness.outcomes import preview, refresh, up
from harness.product import Product, seed
from tests.engine import azure_says
from tests.engine.azure_says import IMAGE

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

GROUP = "myResourceGroup"
SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
disks:
  - {resourceGroup: myResourceGroup, name: system, osType: Linux, hyperVGeneration: V1}
  - {resourceGroup: myResourceGroup, name: data}
resources:
  - id: myResourceGroup/Microsoft.Compute/images/fromDisks
    body:
      location: southcentralus
      properties:
        storageProfile:
          osDisk: {osType: Linux, osState: Generalized, managedDisk: {id: "DISKS/system"}}
          dataDisks: [{lun: 4, managedDisk: {id: "DISKS/data"}}]
images:
  - {resourceGroup: myResourceGroup, name: zonal, zoneResilient: true}
  - resourceGroup: myResourceGroup
    name: tagged
    osType: Windows
    tags: {Owner: somebody, cost-center: "17"}
    dataDisks: [{lun: 0, diskSizeGB: 128}, {lun: 7, diskSizeGB: 8}]
virtualMachines:
  - {resourceGroup: myResourceGroup, name: vm, image: "Canonical:ubuntu-24_04-lts:server:latest", generalized: true}
imagesOfMachines: [{resourceGroup: myResourceGroup, name: captured, sourceVirtualMachine: myResourceGroup/vm}]
"""


def migration(definition: str, source: str | dict[str, str], version: str = "1.0.0") -> JsonObject:
    """One entry of the config; a definition has its own offer."""
    named = source if isinstance(source, dict) else {"resourceGroup": GROUP, "name": source}
    entry: dict[str, Any] = {
        "stage": "published",
        "source": named,
        "definition": {"name": definition, "publisher": "p", "offer": definition, "sku": "s"},
        "version": version,
        "targetRegions": [{"name": "South Central US"}],
    }
    return cast("JsonObject", entry)


def test_images_of_every_kind_are_adopted_as_they_are(azure: LocalAzure, tmp_path: Path) -> None:
    disks = f"{azure.group_id(GROUP)}/providers/Microsoft.Compute/disks"
    azure.seed(SEED.replace("DISKS", disks))
    entries = [
        migration("captured", "captured"),
        migration("shared", {"id": azure_says.image_id(azure, "fromDisks").replace("fromDisks", "FROMDISKS")}),
        migration("shared", "zonal", "1.1.0"),
        migration("tagged", "tagged"),
    ]
    created: JsonObject = {"resourceGroup": GROUP, "name": "newGallery", "create": True}
    product = Product.of(tmp_path, azure)
    product.write_config({"gallery": created, "migrations": [*entries]})
    captured = azure.get(azure_says.image_id(azure, "captured"), api_version=azure_says.COMPUTE_API).json()
    assert {"sourceVirtualMachine", "storageProfile"} <= set(captured["properties"])
    azure.forget_requests()

    published = up(product)
    assert published.status == 0, published.text
    assert published.operations(IMAGE) == ["import"] * 4
    assert published.operations("azure-native:compute:Gallery") == ["create"]
    assert not azure.requests(method="PUT", type="Microsoft.Compute/images"), "an adopted image is never written"

    product.write_config({"gallery": created, "migrations": [*reversed(entries)]})
    reordered = preview(product, "--expect-no-changes")
    assert reordered.status == 0, reordered.text
    read_again = refresh(product, "--expect-no-changes")
    assert read_again.status == 0, read_again.text
    assert preview(product, "--expect-no-changes").status == 0


def test_an_image_that_has_no_version_yet_is_forgotten_by_the_command_of_the_refusal(
    azure: LocalAzure, tmp_path: Path
) -> None:
    """Its entry is taken out after an update that has adopted it, and made no version."""
    azure.seed(seed())
    product = Product.of(tmp_path, azure)
    making = {"method": "PUT", "type": "Microsoft.Compute/galleries/images/versions"}
    azure.add_fault({"match": making, "refuse": {"status": 403, "code": "AuthorizationFailed"}})
    assert up(product).failed
    assert {"source", "definition"} <= product.names()
    product.write_config({"migrations": []})
    azure.forget_requests()

    planned, done = preview(product), up(product)
    assert (planned.failed, done.failed) == (True, True), planned.text + done.text
    (command,) = set(re.findall(r"`pulumi (state delete [^`]+)`", planned.text + done.text))
    product.pulumi(*shlex.split(command), "--yes", check=True)

    emptied = up(product)
    assert (emptied.status, emptied.changes) == (0, []), emptied.text
    assert azure.writes() == []
    assert azure_says.image_exists(azure)
