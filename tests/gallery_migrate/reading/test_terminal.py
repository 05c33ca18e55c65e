"""Reading commands in a pseudo-terminal: width, colours, and a table that moves until all is ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.gallery_migrate.commands.operator import Operator
from tests.support.terminal import CTRL_C, terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.local_azure import LocalAzure

SEED = """
resourceGroups: {myResourceGroup: {location: southcentralus}}
images:
  - {resourceGroup: myResourceGroup, name: myImage, hyperVGeneration: V2}
  - {resourceGroup: myResourceGroup, name: odd, osState: Specialized}
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
          - name: 1.0.0
            source: myResourceGroup/myImage
            targetRegions: [{name: South Central US}, {name: West US 2}]
"""
WAITING = {
    "region": {"name": "West US 2", "state": "Replicating", "progress": 40},
    "match": {"type": "Microsoft.Compute/galleries/images/versions"},
}
COLOUR = re.compile(r"\x1b\[[0-9;]*(3[0-7]|9[0-7])[0-9;]*m")


def test_a_table_is_as_wide_as_the_terminal_and_steers_it_no_further_than_bold(
    azure: LocalAzure, tmp_path: Path
) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    with operator.in_terminal("inventory") as shown:
        assert shown.end() == 0, shown.screen
    assert max(map(len, shown.screen.splitlines())) <= 120
    assert "image-general" in shown.screen
    assert "\x1b[1m" in shown.raw
    assert not COLOUR.search(shown.raw)


def test_watching_goes_on_until_every_region_has_ended(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    rule = azure.add_fault(WAITING)
    with operator.in_terminal("status", "--watch", "--every", "0.1") as shown:
        shown.wait_for("━━━━╌╌╌╌╌╌  40 %")
        assert COLOUR.search(shown.raw)
        azure.remove_fault(rule)
        assert shown.end() == 0, shown.screen
    assert "Migration" in shown.screen.rpartition("100 %")[2]


def test_no_color_and_ctrl_c(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    azure.add_fault(WAITING)
    command = ["env", "NO_COLOR=1", *operator.command("status", "--watch", "--every", "0.1")]
    with terminal(command, operator.env, tmp_path) as shown:
        shown.wait_for("40 %")
        shown.type(CTRL_C)
        assert shown.end() == 130, shown.screen
    assert not COLOUR.search(shown.raw)
    assert "stopped" in shown.screen
