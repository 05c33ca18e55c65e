"""init, prune and restore against local Azure: they read the stack's config through the engine and update nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from harness.product import left_in
from managed_image_to_gallery.cli.config_file.stack_file import StackFile
from tests.cli.commands.operator import HEAD, Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - {resourceGroup: myResourceGroup, name: myImage, hyperVGeneration: V2, dataDisks: [{lun: 3, diskSizeGB: 8}]}
  - {resourceGroup: myResourceGroup, name: web-20240101, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: web-20250101, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: db, hyperVGeneration: V1, osType: Windows}
virtualMachines:
  - {resourceGroup: myResourceGroup, name: vm, location: southcentralus, image: myResourceGroup/db}
galleries:
  - resourceGroup: myResourceGroup
    name: myGallery
    definitions:
      - name: myImageDefinition
        publisher: p
        offer: o
        sku: s
        hyperVGeneration: V2
        versions:
          - {name: 1.0.0, source: myResourceGroup/myImage, targetRegions: [{name: South Central US}]}
          - {name: 1.0.1, source: myResourceGroup/myImage, targetRegions: [{name: South Central US}]}
"""


ALIKE = """
resourceGroups: {images: {location: westeurope}, other: {location: westeurope}, Galerie(prod): {location: westeurope}}
images:
  - {resourceGroup: images, name: windows-2019, osType: Windows, hyperVGeneration: V1}
  - {resourceGroup: images, name: windows-2022, osType: Windows, hyperVGeneration: V2}
  - {resourceGroup: images, name: Web, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: web-v2, osType: Linux, hyperVGeneration: V1}
  - {resourceGroup: other, name: web, osType: Windows, hyperVGeneration: V2}
  - {resourceGroup: other, name: web-v3, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: existing, osType: Linux, hyperVGeneration: V2}
  - {resourceGroup: images, name: existing-v2, osType: Windows, hyperVGeneration: V2}
galleries:
  - resourceGroup: Galerie(prod)
    name: myGallery
    definitions: [{name: existing, publisher: p, offer: o, sku: x, hyperVGeneration: V2}]
"""


def image_id(azure: LocalAzure) -> str:
    return f"{azure.group_id('myResourceGroup')}/providers/Microsoft.Compute/images/myImage"


@pytest.mark.exhaustive
def test_images_are_picked_at_a_terminal_and_named_in_a_script(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    operator.comment()

    with operator.in_terminal("init", "--publisher", "contoso") as terminal:
        terminal.wait_for("Which images (1 3-5, web-*, all")
        assert "myImage" not in terminal.screen
        terminal.type("7\n")
        terminal.wait_for("numbers 1 to 3")
        terminal.type("2-3\n")
        terminal.wait_for("Add 2 migrations to Pulumi.dev.yaml? [y/N]")
        terminal.type("y\n")
        assert terminal.end() == 0, terminal.screen
    named = operator.run("init", "d*", "--publisher", "contoso", "--version", "2.0.0", "--yes")
    assert named.returncode == 0, named.stdout + named.stderr

    _, first, second, third = StackFile(tmp_path / "Pulumi.dev.yaml").entries()
    assert operator.file_text.startswith(HEAD)
    assert [one["definition"]["name"] for one in (first, second, third)] == ["web", "web", "db"]
    assert [one["version"] for one in (first, second, third)] == ["1.0.0", "1.0.1", "2.0.0"]
    assert third["definition"]["osType"] == "Windows"
    assert operator.run("prune").returncode == 0  # the whole config can be read
    other = operator.run("init", "nothing-*", "--gallery", "another/one", "--yes")
    assert other.returncode == 2
    assert "names the gallery myResourceGroup/myGallery: --gallery another/one is not used." in other.stderr


@pytest.mark.exhaustive
def test_what_is_left_out_stands_beside_the_question(azure: LocalAzure, tmp_path: Path) -> None:
    """Of many images the last lines are those that can be read when somebody is asked."""
    special = "  - {resourceGroup: images, name: a-machine, osType: Linux, osState: Specialized}\n"
    azure.seed(ALIKE.replace("galleries:", f"{special}galleries:"))
    operator = Operator.at(tmp_path, azure)
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")

    with operator.in_terminal("init", "windows-*", "a-*", "--gallery", "Galerie(prod)/myGallery") as terminal:
        terminal.wait_for("[y/N]")
        terminal.type("n\n")
        assert terminal.end() == 1, terminal.screen
    shown = terminal.screen
    assert shown.index("windows-2022 →") < shown.index("a-machine is left out") < shown.index("[y/N]")


@pytest.mark.exhaustive
def test_check_finds_nothing_in_what_init_wrote(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(ALIKE)
    operator = Operator.at(tmp_path, azure)
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")

    written = operator.run("init", "*", "--gallery", "Galerie(prod)/myGallery", "--yes")

    assert written.returncode == 0, written.stderr
    entries = [one["definition"] for one in StackFile(tmp_path / "Pulumi.dev.yaml").entries()]
    assert {"name": "existing", "existing": True} in entries
    assert len({one["name"] for one in entries}) == 7
    checked = operator.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.exhaustive
def test_old_versions_are_proposed_and_nothing_in_azure_changes(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    azure.forget_requests()

    shown = operator.run("prune", "--keep", "1", "--verbose")
    assert "out of use  myImageDefinition 1.0.0" in shown.stdout, shown.stderr
    assert "keep        myImageDefinition 1.0.1: it is the latest" in shown.stdout
    assert "only copy" not in shown.stderr
    assert "excludeFromLatest" not in operator.file_text
    listed = json.loads(operator.run("prune", "--keep", "1", "--json").stdout)
    assert [(one["keep"], one["migration"]) for one in listed] == [(True, None), (False, "myImageDefinition-1.0.0")]
    assert operator.run("prune", "--keep", "1", "--write").returncode == 0
    assert "excludeFromLatest: true" in operator.file_text
    assert azure.writes() == []


OF_OTHERS = """
          - {name: 0.9.0, source: myResourceGroup/web-20240101, targetRegions: [{name: South Central US}]}
          - {name: 0.9.1, source: myResourceGroup/web-20250101, targetRegions: [{name: South Central US}]}
"""


def test_the_only_copy_of_somebody_else_is_kept_and_no_command_deletes_it(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED.rstrip() + OF_OTHERS)
    operator = Operator.at(tmp_path, azure)
    gone = image_id(azure).replace("myImage", "web-20240101")
    azure.remove(gone)

    shown = operator.run("prune", "--keep", "1", "--verbose")

    (kept,) = (line for line in shown.stdout.splitlines() if "0.9.0" in line)
    assert kept.startswith("keep")
    assert f"only copy of {gone}".lower() in kept.lower()
    (other,) = (line for line in shown.stdout.splitlines() if "0.9.1" in line)
    of = f"-g myResourceGroup -r myGallery -i myImageDefinition -e 0.9.1 --subscription {azure.subscription}"
    assert other.endswith(f"az sig image-version delete {of}")
    assert "its version is an only copy: do not keep the commands" in " ".join(shown.stderr.split())
    azure.remove(image_id(azure))
    rows = json.loads(operator.run("prune", "--keep", "1", "--json").stdout)
    assert {one["id"].rsplit("/", 1)[-1] for one in rows if not one["keep"]} == {"0.9.1"}


@pytest.mark.exhaustive
def test_an_image_is_made_again_from_its_version(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    refused = operator.run("restore", "myImageDefinition-1.0.0", "--yes")
    assert (refused.returncode, "exists already" in refused.stderr) == (1, True), refused.stdout + refused.stderr
    before = left_in(azure)
    azure.remove(image_id(azure))

    done = operator.run("restore", "myImageDefinition-1.0.0", "--yes")

    assert done.returncode == 0, done.stdout + done.stderr
    image = azure.get(image_id(azure), api_version="2024-11-01").json()["properties"]
    assert (image["hyperVGeneration"], image["storageProfile"]["osDisk"]["osState"]) == ("V2", "Generalized")
    assert [disk["lun"] for disk in image["storageProfile"]["dataDisks"]] == [3]
    assert left_in(azure) == before
