"""What `init` writes, read by `check` and `prune`: numbers with leading zeros, Packer's plans, unlike images."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

OF_VERSIONS = """
resourceGroups: {images: {location: West Europe}, gallery: {location: West Europe}}
images:
  - {resourceGroup: images, name: base, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: ubuntu, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: centos79, osType: Linux, hyperVGeneration: V2}
galleries:
  - resourceGroup: gallery
    name: g
    definitions:
      - name: ubuntu
        publisher: p
        offer: o
        sku: ubuntu
        hyperVGeneration: V2
        versions:
          - {name: 23.07.00, source: images/base, targetRegions: [{name: West Europe}]}
          - {name: 23.06.01, source: images/base, targetRegions: [{name: West Europe}]}
      - name: centos79
        publisher: p
        offer: o
        sku: centos79
        hyperVGeneration: V2
        versions:
          - {name: 2022.0128.0930, source: images/base, targetRegions: [{name: West Europe}]}
"""
OF_PACKER = """
resourceGroups: {images: {location: West Europe}, gallery: {location: West Europe}}
images:
  - resourceGroup: images
    name: rancher
    osType: Linux
    tags: {PlanInfo: os, PlanProduct: rancheros, PlanPromotionCode: "", PlanPublisher: rancher, provisioner: packer}
  - {resourceGroup: images, name: some, osType: Linux, tags: {PlanInfo: os, PlanPublisher: rancher}}
galleries: [{resourceGroup: gallery, name: g}]
"""
NOT_ALIKE = """
resourceGroups: {images: {location: West Europe}, Galerie(prod): {location: West Europe}}
images:
  - {resourceGroup: images, name: windows-2019, osType: Windows, hyperVGeneration: V1}
  - {resourceGroup: images, name: windows-2022, osType: Windows, hyperVGeneration: V2}
  - {resourceGroup: images, name: ubuntu-20.04, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: ubuntu-22.04, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: Web, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: web-2, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: existing, osType: Linux, hyperVGeneration: V2}
galleries:
  - resourceGroup: Galerie(prod)
    name: g
    definitions:
      - {name: existing, publisher: p, offer: o, sku: x, hyperVGeneration: V2}
"""


def empty(azure: LocalAzure, folder: Path, seed: str) -> Operator:
    """A stack whose config names nothing, beside what the seed has."""
    azure.seed(seed)
    operator = Operator.at(folder, azure)
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
    return operator


def entries(operator: Operator) -> dict[str, JsonObject]:
    """The written entries by the image's name, as YAML reads them."""
    config: JsonObject = yaml.safe_load(operator.file_text)["config"]
    listed: list[JsonObject] = config["managed-image-to-gallery:migrations"]  # type: ignore[assignment]
    return {one["source"]["name"]: one for one in listed}  # type: ignore[index,misc]


def test_a_number_is_above_those_with_leading_zeros_and_they_are_ordered_by_value(
    azure: LocalAzure, tmp_path: Path
) -> None:
    operator = empty(azure, tmp_path, OF_VERSIONS)

    with operator.in_terminal("init", "ubuntu", "centos79", "--publisher", "p", "--gallery", "gallery/g") as shown:
        shown.wait_for("Add 2 migrations to Pulumi.dev.yaml? [y/N]", seconds=300)
        shown.type("y\n")
        assert shown.end(seconds=300) == 0, shown.screen

    assert "ubuntu → ubuntu 23.7.1" in shown.screen
    assert {name: one["version"] for name, one in entries(operator).items()} == {
        "ubuntu": "23.7.1",
        "centos79": "2022.128.931",
    }
    assert operator.run("check").returncode == 0
    pruned = operator.run("prune", "--keep", "1", "--json")
    assert pruned.returncode == 0, pruned.stderr
    assert [one["id"].rsplit("/", 1)[-1] for one in json.loads(pruned.stdout) if "/ubuntu/" in one["id"]] == [
        "23.07.00",
        "23.06.01",
    ]


def test_the_plan_in_packers_tags_is_told_and_taken_when_it_is_asked_for(azure: LocalAzure, tmp_path: Path) -> None:
    operator = empty(azure, tmp_path, OF_PACKER)
    words = ("--publisher", "p", "--gallery", "gallery/g", "--yes")

    told = operator.run("init", "rancher", *words)
    assert "name=os publisher=rancher product=rancheros" in told.stdout + told.stderr
    assert "--with-plan" in told.stdout + told.stderr
    assert "purchasePlan" not in operator.file_text
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    taken = operator.run("init", "*", *words, "--with-plan")

    assert taken.returncode == 0, taken.stderr
    assert "a Marketplace plan without product: no plan is taken." in taken.stdout
    plan = {"name": "os", "publisher": "rancher", "product": "rancheros"}
    written = entries(operator)
    assert written["rancher"]["definition"]["purchasePlan"] == plan  # type: ignore[index]
    assert "purchasePlan" not in written["some"]["definition"]  # type: ignore[operator]
    assert operator.run("check").returncode == 0


def test_images_that_are_not_alike_share_no_definition_and_check_finds_nothing(
    azure: LocalAzure, tmp_path: Path
) -> None:
    operator = empty(azure, tmp_path, NOT_ALIKE)

    done = operator.run("init", "*", "--gallery", "Galerie(prod)/g", "--yes")

    assert done.returncode == 0, done.stderr
    definitions = {name: one["definition"] for name, one in entries(operator).items()}
    assert len({one["name"].lower() for one in definitions.values()}) == len(definitions) == 7  # type: ignore[index]
    assert definitions["existing"] == {"name": "existing", "existing": True}
    checked = operator.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


ODD_NAMES = ("0X1F", "2024-5-1", "1e10_", "0O17", "007", "1.10", "yes", "null", "true", "a_", "x" * 80)


def test_the_engine_reads_the_names_that_were_written(azure: LocalAzure, tmp_path: Path) -> None:
    images = "".join(f'  - {{resourceGroup: images, name: "{name}", osType: Linux}}\n' for name in ODD_NAMES)
    groups = "resourceGroups: {images: {location: West Europe}}\n"
    operator = empty(azure, tmp_path, f"{groups}images:\n{images}galleries: [{{resourceGroup: images, name: g}}]\n")

    done = operator.run("init", "*", "--publisher", "p", "--gallery", "images/g", "--yes")

    assert done.returncode == 0, done.stderr
    read = operator.pulumi("config", "get", "managed-image-to-gallery:migrations", check=True).stdout
    assert {entry["source"]["name"] for entry in json.loads(read)} == set(ODD_NAMES)
    checked = operator.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
