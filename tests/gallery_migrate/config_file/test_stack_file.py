"""A stack's file after an edit: nothing else has changed."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from gallery_migrate.config_file.stack_file import GALLERY, StackFile
from gallery_migrate.failures import CommandFailed

EXAMPLE = Path(__file__).parents[3] / "Pulumi.dev.yaml"
NARROW = """\
# first
encryptionsalt: v1:abc
config:
  azure-native:location: "West US"   # keeps its quotes
  managed-image-to-gallery:migrations:
  - stage: published
    source: {resourceGroup: g, name: one}
    # between
    definition: {name: d}
    version: '1.10.0'
"""


def changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def file(folder: Path, text: str) -> StackFile:
    path = folder / "Pulumi.dev.yaml"
    path.write_text(text)
    return StackFile(path)


@pytest.mark.parametrize("text", [EXAMPLE.read_text(), NARROW])
def test_a_stage_changes_one_line(tmp_path: Path, text: str) -> None:
    edited = file(tmp_path, text)
    edited.set_stage(0, "validated")
    edited.save()

    removed, added = changed(text, edited.path.read_text())
    assert removed.split()[1:3] == (["-", "stage:"])
    assert added.replace("validated", "published", 1).replace("+", "-", 1) == removed


@pytest.mark.parametrize("text", [EXAMPLE.read_text(), NARROW])
def test_an_entry_is_added_at_the_end(tmp_path: Path, text: str) -> None:
    edited = file(tmp_path, text)
    edited.add([{"stage": "published", "version": "2.10.0", "targetRegions": [{"name": "westus"}]}])
    edited.save()

    lines = changed(text, edited.path.read_text())
    assert [line.strip("+ -") for line in lines] == [
        "stage: published",
        'version: "2.10.0"',
        "targetRegions:",
        "name: westus",
    ]
    assert StackFile(edited.path).entries()[1]["version"] == "2.10.0"


def test_what_is_restored_is_what_was_read(tmp_path: Path) -> None:
    edited = file(tmp_path, NARROW)
    edited.set_stage(0, "retired")
    edited.save()
    edited.restore()
    assert edited.path.read_text() == NARROW


def test_a_file_that_was_not_there_is_made_and_taken_away(tmp_path: Path) -> None:
    new = StackFile(tmp_path / "Pulumi.new.yaml")
    new.set_missing(GALLERY, {"resourceGroup": "g", "name": "gallery"})
    new.set_missing(GALLERY, {"resourceGroup": "other", "name": "other"})
    new.add([{"stage": "published"}])
    new.save()
    assert "name: gallery" in new.path.read_text()
    assert "other" not in new.path.read_text()
    new.restore()
    assert not new.path.exists()


@pytest.mark.parametrize(
    "text", ["config: [", "- a\n", "config: 1\n", "config: {'managed-image-to-gallery:migrations': 1}\n"]
)
def test_what_is_no_stack_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandFailed):
        file(tmp_path, text).entries()
