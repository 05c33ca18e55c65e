"""Reading commands in a pseudo-terminal: width, colours, and a table that moves until all is ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from harness.terminal import CTRL_C, terminal
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

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


def test_a_table_is_as_wide_as_the_terminal_and_red_where_an_image_is_refused(
    azure: LocalAzure, tmp_path: Path
) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    with operator.in_terminal("inventory") as shown:
        assert shown.end() == 0, shown.screen
    assert max(map(len, shown.screen.splitlines())) <= 120
    assert "image-general" in shown.screen
    assert "\x1b[1m" in shown.raw
    assert COLOUR.findall(shown.raw) == ["31"]


def test_watching_goes_on_until_every_region_has_ended(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    rule = azure.add_fault(WAITING)
    with operator.in_terminal("status", "--watch", "--every", "0.1") as shown:
        shown.wait_for("####......   40 %")
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


@pytest.mark.parametrize(("typed", "status"), [(CTRL_C, 130), ("\x04", 130), ("q\n", 1), ("\n", 1)])
def test_the_picker_can_be_left_and_nothing_is_changed(
    azure: LocalAzure, tmp_path: Path, typed: str, status: int
) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    operator.write_config({"migrations": []})
    before = operator.file_text
    with operator.in_terminal("init") as shown:
        shown.wait_for("q or nothing ends)? ")
        assert "   1  myResourceGroup/myImage  Linux V2 southcentralus" in shown.screen
        assert "   -  myResourceGroup/odd: " in shown.screen
        shown.type(typed)
        assert shown.end() == status, shown.screen
    assert "Nothing was changed." in shown.screen
    assert "Traceback" not in shown.screen
    assert operator.file_text == before


def test_the_picker_takes_globs_and_asks_again_after_a_typo(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    operator.write_config({"migrations": []})
    with operator.in_terminal("init", "--publisher", "p") as shown:
        shown.wait_for("q or nothing ends)? ")
        shown.type("your*\n")
        shown.wait_for("No managed image matches your*")
        shown.type("MY*\n")
        shown.wait_for("[y/N]: ")
        shown.type("maybe\n")
        shown.wait_for("Please answer y or n.")
        shown.type("y\n")
        assert shown.end() == 0, shown.screen
    assert "name: myImage" in operator.file_text


def test_nobody_is_asked_where_the_question_would_not_be_seen(azure: LocalAzure, tmp_path: Path) -> None:
    operator = Operator.at(tmp_path, azure)
    command = ["sh", "-c", '"$@" 2> errors', "sh", *operator.command("init")]
    azure.seed(SEED)
    operator.write_config({"migrations": []})
    with terminal(command, operator.env, tmp_path) as shown:
        assert shown.end() == 2, shown.screen
    assert 'Nobody can be asked "Which images?": standard error is no terminal.' in (tmp_path / "errors").read_text()


UMLAUTS = """
resourceGroups: {Bilder_Größe: {location: westeurope}}
images: [{resourceGroup: Bilder_Größe, name: web, osType: Linux, tags: {owner: 東京}}]
"""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_terminal_that_lacks_a_character_shows_another_in_its_place(
    azure: LocalAzure, tmp_path: Path, encoding: str
) -> None:
    azure.seed(UMLAUTS)
    operator = Operator.at(tmp_path, azure)
    command = ["env", f"PYTHONIOENCODING={encoding}", *operator.command("inventory")]
    with terminal(command, operator.env, tmp_path) as shown:
        assert shown.end() == 0, shown.screen
    assert re.search(r"^web +Bilder_Gr..e +westeurope", shown.screen, re.MULTILINE)
    assert "Traceback" not in shown.screen


def test_who_reads_only_the_first_line_ends_no_command(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(UMLAUTS)
    operator = Operator.at(tmp_path, azure)
    script = '"$@" inventory --csv | true; echo "ended with ${PIPESTATUS[0]}"'
    with terminal(["bash", "-c", script, "bash", *operator.command()], operator.env, tmp_path) as shown:
        assert shown.end() == 0, shown.screen
    assert "ended with 0" in shown.screen
    assert "Error" not in shown.screen
