"""Folders searched, and what is told of what was not read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from shutil import which

import pytest

from managed_image_to_gallery.cli.repositories import reading
from managed_image_to_gallery.cli.repositories.patch import diff_of
from managed_image_to_gallery.cli.repositories.reading import Skipped
from managed_image_to_gallery.cli.repositories.scan import hits_in
from managed_image_to_gallery.cli.repositories.search import search
from managed_image_to_gallery.cli.repositories.shown import as_json, lines_of, summary
from managed_image_to_gallery.cli.repositories.source_text import SourceText
from managed_image_to_gallery.cli.repositories.wanted import Images
from tests.cli.repositories.images import COMPUTE, IMAGES, VERSION, WEB, wanted

LINE = f'source_image_id = "{WEB}"\n'


def test_what_is_not_read_is_counted_by_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "HUGEST", 10_000)
    (tmp_path / "a.tf").write_text(LINE)
    (tmp_path / "image.png").write_text(LINE)
    (tmp_path / "b.dat").write_bytes(b"\0" + LINE.encode())
    (tmp_path / "huge.json").write_text(LINE * 100)
    (tmp_path / "old.patch").write_text(LINE)
    (tmp_path / "c.tf").write_bytes(b"# \xe4\n" + LINE.encode())
    os.mkfifo(tmp_path / "pipe")
    found = search([tmp_path], IMAGES)
    assert sorted(Path(hit.file).name for hit in found.hits) == ["a.tf", "c.tf"]
    assert found.skipped == {Skipped.BINARY: 2, Skipped.HUGE: 1, Skipped.GENERATED: 1}
    assert [Path(name).name for name in found.huge] == ["huge.json"]
    assert [Path(name).name for name in found.odd] == ["c.tf"]
    told = "\n".join(summary(found, IMAGES))
    assert "2 files with references: 2 certain." in told
    assert "1 larger than 8 MiB" in told


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.tf").write_text(LINE)

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading.os, "open", refused)
    found = search([tmp_path], IMAGES)
    assert list(found.unread.values()) == ["Permission denied"]
    assert "a.tf: Permission denied" in "\n".join(summary(found, IMAGES))


def test_the_files_of_this_product_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(f"config:\n  managed-image-to-gallery:migrations:\n  - id: {WEB}\n")
    (tmp_path / "Pulumi.other.yaml").write_text(f"config:\n  x:imageId: {WEB}\n")
    (tmp_path / ".gallery-migrate").mkdir()
    (tmp_path / ".gallery-migrate" / "image.json").write_text(LINE)
    found = search([tmp_path], IMAGES)
    assert [Path(hit.file).name for hit in found.hits] == ["Pulumi.other.yaml"]
    assert len(found.own) == 1


def test_a_file_in_two_paths_is_read_once_and_the_patch_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_text(LINE)
    (tmp_path / "x.txt").write_text(LINE)
    found = search([tmp_path, tmp_path / "a.tf"], IMAGES, [tmp_path / "x.txt"])
    assert [Path(hit.file).name for hit in found.hits] == ["a.tf"]


def test_it_is_told_per_image_and_apart_what_is_no_reader(tmp_path: Path) -> None:
    (tmp_path / "a.tf").write_text(LINE + "# " + LINE)
    (tmp_path / "b.pkr.hcl").write_text(
        'source "azure-arm" "x" {\n managed_image_name = "web"\n managed_image_resource_group_name = "rg"\n}\n'
    )
    (tmp_path / "c.tf").write_text('data "azurerm_image" "x" {\n name = var.n\n resource_group_name = "rg"\n}\n')
    images = Images([wanted("web"), wanted("web-2")])
    found = search([tmp_path], images)
    told = "\n".join(lines_of(found.hits, images, 60))
    parts = ["web-1: 1 reference to rg/web", f"Instead, Terraform:\n      {VERSION}", "Makes an image again"]
    parts += ["shared_image_gallery_destination {", "May name an image", "web-1, web-2-1", "Commented out:"]
    assert [told.index(part) for part in parts] == sorted(told.index(part) for part in parts)
    document = as_json(found)
    assert document["files"] == {
        "read": 3,
        "skipped": {},
        "links": 0,
        "huge": [],
        "notUtf8": [],
        "ownConfig": [],
        "unread": {},
    }


CONTENTS = {
    "a.tf": LINE.encode(),
    "folder with blanks/b.tf": b'x = 1\r\nsource_image_id = "' + WEB.upper().encode() + b'"\r\ny = 2',
    "c.txt": b"a\x0cb\xe4\n" + LINE.encode() + b"\xff end",
    "größe.json": b'{"id": "' + WEB.replace("/", r"\/").encode() + b'"}',
    'quo"te.tf': LINE.encode() * 2 + b"\n" * 20 + LINE.encode(),
    "list.tf": f'x = ["{WEB}", "{COMPUTE}/images/web"] # {WEB}\n'.encode(),
}


@pytest.mark.parametrize("tool", ["git", "patch"])
def test_the_patch_applies_and_changes_nothing_else(tmp_path: Path, tool: str) -> None:
    if tool == "patch":
        assert which("patch"), "no patch: apt-get install patch"
    diffs: list[bytes] = []
    for name, content in CONTENTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
        text = SourceText(name, content)
        diffs.append(diff_of(text, [edit for hit in hits_in(text, IMAGES) for edit in hit.edits], name))
    (tmp_path / "x.patch").write_bytes(b"".join(diffs))
    command = ["git", "apply", "x.patch"] if tool == "git" else ["patch", "--binary", "-p1", "-i", "x.patch"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    for name, content in CONTENTS.items():
        after = (tmp_path / name).read_bytes()
        assert WEB.encode() not in after.split(b"#")[0]
        assert after.count(b"\n") == content.count(b"\n")
        assert after.endswith(content[-2:])


def test_files_are_named_as_the_folder_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.tf").write_text(LINE)
    monkeypatch.chdir(tmp_path / "in")
    named = {typed: search([Path(typed)], IMAGES).hits[0].file for typed in (".", "..", "deep", "deep/a.tf")}
    assert named == {".": "deep/a.tf", "..": "../in/deep/a.tf", "deep": "deep/a.tf", "deep/a.tf": "deep/a.tf"}
