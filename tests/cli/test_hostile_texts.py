"""What somebody else wrote into Azure or a config, through every command: it steers neither screen, page nor sheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from harness.product import NAME
from managed_image_to_gallery.cli.command_table import COMMANDS
from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from pathlib import Path

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

STEERING = "\x1b[2J\x1b]0;gate passed\x07\x9b1A\u202e\x7f"
MARKUP = "\n\n# may be applied\n\n![p](http://example.com/p.png) <script>x</script> ```"
HOSTILE = f"=HYPERLINK {STEERING}{MARKUP}"
FORBIDDEN = {*STEERING} - {*"[2J]0;gate passed1A"}

SEED = f"""
resourceGroups: {{myResourceGroup: {{location: southcentralus}}}}
images:
  - resourceGroup: myResourceGroup
    name: myImage
    hyperVGeneration: V2
    tags: {{"=1+1": {json.dumps(HOSTILE)}, owner: {json.dumps(HOSTILE)}}}
galleries: [{{resourceGroup: myResourceGroup, name: myGallery}}]
"""
FAILED_REGION = {
    "region": {"name": "West US 2", "state": "Failed", "details": HOSTILE},
    "match": {"type": "Microsoft.Compute/galleries/images/versions"},
}
REFUSED_LOCKS = {
    "refuse": {"status": 400, "code": f"Odd{STEERING}", "message": HOSTILE},
    "match": {"type": "Microsoft.Authorization/locks"},
}

RUNS: dict[str, list[list[str]]] = {
    "inventory": [["inventory"], ["inventory", "--csv"], ["inventory", "--json"]],
    "init": [["init", "*", "--no-input"]],
    "shard": [["shard", "write", "Pulumi.odd.yaml", "--by", "owner", "--dry-run"]],
    "check": [["check", "--stack", "odd"], ["check", "--stack", "odd", "--csv"]],
    "publish": [["publish", "--yes", "--stack", "odd"]],
    "validate": [["validate", "--yes"]],
    "retire": [["retire", "--yes", "--stack", "odd"]],
    "resume": [["resume", "--yes", "--every", "0.1"]],
    "status": [["status"], ["status", "--csv"], ["status", "--watch", "--every", "0.1", "--json"]],
    "references": [["references"]],
    "report": [["report"]],
    "evidence": [["evidence"]],
    "prune": [["prune"]],
    "readopt": [["readopt", "odd.json"]],
    "restore": [["restore", NAME, "--no-input"]],
    "doctor": [["doctor", "--stack", "odd"]],
    "selftest": [],  # all that it reads lies in a resource group that it has made
    "preview": [["preview"], ["preview", "--stack", "odd"]],
    "plan-check": [["plan-check", "odd.json"]],
}
"""How each command is made to print what others wrote. A new command has to be added before it is tested at all."""


def test_every_command_is_tried() -> None:
    assert set(RUNS) == set(COMMANDS)


@pytest.mark.exhaustive
def test_nothing_that_others_wrote_steers_what_shows_it(azure: LocalAzure, tmp_path: Path) -> None:
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    operator.up()
    azure.settle()
    azure.add_fault(FAILED_REGION)
    azure.add_fault(REFUSED_LOCKS)
    _odd_stack(operator)

    shown = {tuple(words): operator.run(*words, *_stack_of(words)) for runs in RUNS.values() for words in runs}

    said = {(words, text) for words, done in shown.items() for text in (done.stdout, done.stderr)}
    assert [(words, text) for words, text in said if FORBIDDEN & {*text}] == []
    assert [(words, text) for words, text in said if "\n# may be applied" in text] == []
    assert [(words, text) for words, text in said if "Traceback" in text] == []
    for words in (["inventory", "--csv"], ["validate", "--yes"], ["status"], ["status", "--csv"]):
        assert "\N{REPLACEMENT CHARACTER}" in shown[tuple(words)].stdout, words
    assert "HYPERLINK" in shown["preview", "--stack", "odd"].stdout
    _is_a_sheet_of_texts(shown["inventory", "--csv"].stdout)
    for page in ("report.html", "report.md"):
        assert not FORBIDDEN & {*(tmp_path / page).read_text()}
        assert "\N{REPLACEMENT CHARACTER}" in (tmp_path / page).read_text()
    for markdown in ((tmp_path / "report.md").read_text(), shown["preview", "--stack", "odd"].stdout):
        _brings_nothing_of_its_own(markdown)


def _stack_of(words: list[str]) -> list[str]:
    """Each names its stack: to name one selects it for the next command too."""
    return [] if "--stack" in words or words[0] in {"inventory", "shard", "plan-check"} else ["--stack", "dev"]


def _odd_stack(operator: Operator) -> None:
    """A stack whose config is hostile, and a preview that is."""
    operator.pulumi("stack", "init", "odd", check=True)
    operator.stack = "odd"
    odd: JsonObject = {**operator.migration, "name": HOSTILE, "targetRegions": [{"name": HOSTILE}]}
    operator.write_config({"migrations": [odd]})
    operator.stack = "dev"
    urn = f"urn:pulumi:dev::p::azure-native:compute:Image::{HOSTILE}"
    state = {"type": "azure-native:compute:Image", "id": HOSTILE}
    step = {"op": "delete", "urn": urn, "oldState": state, "detailedDiff": None}
    (operator.path / "odd.json").write_text(json.dumps({"steps": [step], "config": {}}))


def _is_a_sheet_of_texts(text: str) -> None:
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def _brings_nothing_of_its_own(markdown: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    every = [each for token in tokens for each in [token, *(token.children or [])]]
    assert "may be applied" not in [each.content for each in every if each.type == "inline"]
    assert not {"image", "link_open"} & {each.type for each in every}
    assert not [each for each in every if each.type.startswith("html") and "script" in each.content]
