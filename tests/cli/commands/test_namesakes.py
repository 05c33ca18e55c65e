"""Images of one name in several groups and subscriptions: consent names one of them, or nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from harness.engine_azure import engine_azure
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

OTHER = "00000000-0000-4000-8000-000000000002"
API = "2024-07-01"
SEED = """
resourceGroups: {Images-EU: {location: westeurope}, images-us: {location: eastus}, gallery: {location: westeurope}}
images:
  - {resourceGroup: Images-EU, name: Golden, hyperVGeneration: V2}
  - {resourceGroup: images-us, name: golden, hyperVGeneration: V2}
galleries: [{resourceGroup: gallery, name: g}]
"""
DISK = {"osType": "Linux", "osState": "Generalized", "blobUri": "https://example.blob.core.windows.net/vhds/golden.vhd"}
TWIN = {"location": "westeurope", "properties": {"hyperVGeneration": "V2", "storageProfile": {"osDisk": DISK}}}


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[LocalAzure]:
    """Two subscriptions, in each a group `images-eu` with an image `golden`."""
    folder = tmp_path / "azure"
    folder.mkdir()
    with engine_azure(folder, "--subscription", OTHER) as running:
        running.seed(SEED)
        group = f"/subscriptions/{OTHER}/resourceGroups/images-eu"
        running.put(group, {"location": "westeurope"}, api_version="2024-11-01").raise_for_status()
        running.put(image(OTHER, "images-eu"), TWIN, api_version=API).raise_for_status()
        running.settle()
        yield running


def image(subscription: str, group: str, name: str = "golden") -> str:
    return f"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/images/{name}"


class Namesakes(Operator):
    """A stack of three migrations from images of one name."""

    def write_stages(self, eu: str, us: str, other: str) -> None:
        here = self.env["ARM_SUBSCRIPTION_ID"]
        sources: dict[str, tuple[str, str, JsonObject]] = {
            "eu": (eu, "West Europe", {"resourceGroup": "Images-EU", "name": "Golden"}),
            "us": (us, "East US", {"id": image(here, "images-us")}),
            "other": (other, "West Europe", {"id": image(OTHER, "images-eu")}),
        }
        entries: list[JsonObject] = [
            {
                "stage": stage,
                "name": name,
                "source": source,
                "definition": {"name": f"golden-{name}", "publisher": "p", "offer": "o", "sku": name},
                "version": "1.0.0",
                "targetRegions": [{"name": region}],
            }
            for name, (stage, region, source) in sources.items()
        ]
        file = self.path / "Pulumi.dev.yaml"
        settings = yaml.safe_load(file.read_text())
        settings["config"]["managed-image-to-gallery:gallery"] = {"resourceGroup": "gallery", "name": "g"}
        settings["config"]["managed-image-to-gallery:migrations"] = entries
        file.write_text(yaml.safe_dump(settings))


def left(azure: LocalAzure, ids: list[str]) -> list[str]:
    return [one for one in ids if azure.get(one, api_version=API).status_code == 200]


def test_a_name_that_fits_several_images_deletes_none_and_ids_delete_what_they_say(
    azure: LocalAzure, tmp_path: Path
) -> None:
    ids = [
        image(azure.subscription, "Images-EU", "Golden"),
        image(azure.subscription, "images-us"),
        image(OTHER, "images-eu"),
    ]
    folder = tmp_path / "stack"
    folder.mkdir()
    operator = Namesakes.at(folder, azure)
    assert isinstance(operator, Namesakes)
    for stage in ("published", "validated"):
        operator.write_stages(stage, stage, stage)
        operator.up()

    two = operator.run("retire", "eu", "us", "--yes", "--expect-delete", "golden")
    assert two.returncode == 1, two.stdout + two.stderr
    assert "golden fits 3 images" in two.stderr
    assert "stage is validated" not in two.stderr
    assert all(one in two.stderr for one in ids), two.stderr
    assert all(f"  {one}" in two.stdout for one in ids[:2]), two.stdout

    operator.write_stages("retired", "retired", "retired")
    three = operator.run("resume", "--yes", "--expect-delete", "golden")
    assert (three.returncode, "golden fits 3 images" in three.stderr) == (1, True), three.stdout + three.stderr
    assert left(azure, ids) == ids

    operator.write_stages("validated", "validated", "validated")
    spelled = ("--expect-delete", ids[0].upper(), "--expect-delete", ids[1].strip("/"))
    done = operator.run("retire", "eu", "us", "--yes", "--every", "0.1", *spelled)
    assert done.returncode == 0, done.stdout + done.stderr
    assert left(azure, ids) == [ids[2]]
