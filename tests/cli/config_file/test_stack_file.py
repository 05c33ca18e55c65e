"""A stack's file after an edit: nothing else has changed."""

from __future__ import annotations

import difflib
import errno
import os
import tempfile
from pathlib import Path

import pytest

from managed_image_to_gallery.cli.config_file.resolved import GALLERY
from managed_image_to_gallery.cli.config_file.stack_file import FileChanged, StackFile
from managed_image_to_gallery.cli.failures import CommandFailed

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
    edited.set_in_entries("stage", {0: "validated"})
    edited.save()

    removed, added = changed(text, edited.path.read_text())
    assert removed.split()[1:3] == (["-", "stage:"])
    assert added.replace("validated", "published", 1).replace("+", "-", 1) == removed


def test_what_cannot_be_read_is_one_line_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed) as caught:
        file(tmp_path, "config:\n  x: !foo bar\n").add([{"stage": "published"}])
    assert "line 2, column 6: could not determine a constructor for the tag '!foo'." in caught.value.reason
    assert "\n" not in caught.value.reason


@pytest.mark.parametrize("name", ["0X1F", "2024-5-1", "1e10_", "0O17", "007", "1.10"])
@pytest.mark.parametrize("before", ["", "config: {}\n", NARROW])
def test_what_begins_as_a_number_or_a_date_does_is_written_in_quotes(tmp_path: Path, before: str, name: str) -> None:
    """Go's YAML takes more of them for numbers and dates than Python's libraries do."""
    edited = file(tmp_path, before)
    edited.add([{"source": {"resourceGroup": "g", "name": name}, "version": "1.0.0"}])
    assert f'name: "{name}"\n' in edited.text


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


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    new = StackFile(tmp_path / "Pulumi.new.yaml")
    new.set_missing(GALLERY, {"resourceGroup": "g", "name": "gallery"})
    new.set_missing(GALLERY, {"resourceGroup": "other", "name": "other"})
    new.add([{"stage": "published"}])
    new.save()
    assert "name: gallery" in new.path.read_text()
    assert "other" not in new.path.read_text()


def test_nothing_is_written_before_it_is_saved(tmp_path: Path) -> None:
    edited = file(tmp_path, NARROW)
    edited.set_in_entries("stage", {0: "retired"})
    edited.add([{"stage": "published"}])
    assert edited.path.read_text() == NARROW


def test_what_somebody_else_has_written_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    edited = file(tmp_path, NARROW)
    edited.set_in_entries("stage", {0: "retired"})
    theirs = NARROW + "# theirs\n"
    edited.path.write_text(theirs)
    with pytest.raises(FileChanged):
        edited.save()
    assert edited.path.read_text() == theirs


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_and_line_ends_stay(tmp_path: Path, encoding: str, newline: str) -> None:
    before = NARROW.replace("\n", newline).encode(encoding)
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(before)
    edited = StackFile(path)
    edited.set_in_entries("stage", {0: "validated"})
    edited.save()
    assert path.read_bytes() == NARROW.replace("published", "validated").replace("\n", newline).encode(encoding)
    more = StackFile(path)
    more.add([{"stage": "published"}])
    more.save()
    lines = path.read_bytes().decode(encoding).split(newline)
    assert len(StackFile(path).entries()) == 2
    assert not any("\n" in line or "\r" in line for line in lines)


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text(NARROW)
    link = tmp_path / "Pulumi.dev.yaml"
    link.symlink_to(real)
    edited = StackFile(link)
    edited.set_in_entries("stage", {0: "validated"})
    edited.save()
    assert link.is_symlink()
    assert "validated" in real.read_text()


def _may_only_read(_path: object, wanted: int) -> bool:
    return wanted != os.W_OK


def test_a_read_only_file_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for, and not tried: root may write everything."""
    edited = file(tmp_path, NARROW)
    edited.set_in_entries("stage", {0: "validated"})
    monkeypatch.setattr(os, "access", _may_only_read)
    with pytest.raises(PermissionError, match=r"Pulumi\.dev\.yaml"):
        edited.save()
    assert edited.path.read_text() == NARROW
    assert [each.name for each in tmp_path.iterdir()] == ["Pulumi.dev.yaml"]


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"# caf\xe9\nconfig: {}\n")
    with pytest.raises(CommandFailed, match="is not UTF-8 text"):
        StackFile(path)


@pytest.mark.parametrize(
    "ending", ["", "\n", "\n\n# end\n", "\n  other:key: 1\n", "\n    # within\nencryptionsalt: v1:abc\n"]
)
@pytest.mark.parametrize(
    "entry", ["- &one {stage: published,   version: '1'}", "- <<:   &one\n        version: '1'   # why"]
)
def test_what_is_there_stays_byte_for_byte_when_entries_are_added(tmp_path: Path, entry: str, ending: str) -> None:
    """Anchors that nobody names, odd blanks and comments too."""
    text = f"config:\n  managed-image-to-gallery:migrations:\n    {entry}{ending}"
    edited = file(tmp_path, text)
    edited.add([{"stage": "published", "version": "1.10", "targetRegions": [{"name": "westus"}]}])
    edited.save()
    lines = ["    - stage: published", '      version: "1.10"', "      targetRegions:", "        - name: westus"]
    assert [line[2:] for line in changed(text, edited.path.read_text()) if line[2:].strip()] == lines


@pytest.mark.parametrize(
    ("listed", "after"),
    [
        ("[{stage:   published}]  # why", "[{stage:   published}, NEW]  # why"),
        ("[{stage: published}, {stage: 'x'},]", "[{stage: published}, {stage: 'x'}, NEW,]"),
        ("[\n      {stage: published},  # one\n    ]", "[\n      {stage: published},\n      NEW,  # one\n    ]"),
        ("\n    [&a {stage: published}]", "\n    [&a {stage: published}, NEW]"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_entry_joins_a_list_in_brackets(tmp_path: Path, listed: str, after: str, newline: str) -> None:
    text = f"a:   1\nconfig:\n  managed-image-to-gallery:migrations: {listed}\nb:   2\n".replace("\n", newline)
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(text.encode())
    edited = StackFile(path)
    edited.add([{"stage": "published", "version": "1.10", "tags": {"é": "ja"}}])
    edited.save()
    new = '{"stage": "published", "version": "1.10", "tags": {"é": "ja"}}'
    expected = text.replace(listed.replace("\n", newline), after.replace("NEW", new).replace("\n", newline))
    assert path.read_bytes() == expected.encode()
    assert edited.entries()[-1] == {"stage": "published", "version": "1.10", "tags": {"é": "ja"}}


@pytest.mark.parametrize("anchored", [True, False])
def test_added_entries_change_none_that_is_there(tmp_path: Path, *, anchored: bool) -> None:
    """The round trip may write what is there in another way, but never to another meaning."""
    text = NARROW.replace("- stage", "- &first\n    stage") + "  - {<<: *first, version: '2'}\n" if anchored else NARROW
    edited = file(tmp_path, text)
    before = edited.entries()
    edited.add([{"stage": "published"}])
    edited.save()
    after = StackFile(edited.path).entries()
    assert after[:-1] == before
    assert after[-1] == {"stage": "published"}


@pytest.mark.parametrize(
    "text", ["config: [", "- a\n", "config: 1\n", "config: {'managed-image-to-gallery:migrations': 1}\n"]
)
def test_what_is_no_stack_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandFailed):
        file(tmp_path, text).entries()


@pytest.mark.parametrize("entry", ["web", "null", "[web]"])
def test_an_entry_that_is_no_mapping_is_named(tmp_path: Path, entry: str) -> None:
    text = f"config:\n  managed-image-to-gallery:migrations: [{{stage: published}}, {entry}]\n"
    with pytest.raises(CommandFailed, match=r"migrations\[1\]` is .*, not a mapping"):
        file(tmp_path, text).entries()


@pytest.mark.posix
def test_the_file_stays_its_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container that runs as root edits the file of whoever started it."""
    edited = file(tmp_path, NARROW)
    before = edited.path.stat()
    given: list[tuple[int, int]] = []

    def chown(_path: object, user: int, group: int) -> None:
        given.append((user, group))

    monkeypatch.setattr(os, "chown", chown)
    edited.set_in_entries("stage", {0: "validated"})
    edited.save()
    assert given == [(before.st_uid, before.st_gid)]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / ".Pulumi.dev.yaml.x8"))

    edited = file(tmp_path, NARROW)
    monkeypatch.setattr(tempfile, "mkstemp", refused)
    edited.set_in_entries("stage", {0: "validated"})
    with pytest.raises(PermissionError) as caught:
        edited.save()
    assert caught.value.filename == str(tmp_path)
