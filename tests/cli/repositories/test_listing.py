"""Which files there are: with git and without it the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from managed_image_to_gallery.cli.repositories import listing
from managed_image_to_gallery.cli.repositories.listing import list_files, root_of

TREE = {
    ".gitignore": "*.log\n!keep.log\n/build/\ntmp/\n",
    "a.tf": "",
    "b.log": "",
    "keep.log": "",
    "build/c.tf": "",
    "sub/build/d.tf": "",
    "sub/.gitignore": "!b.log\nsecret*\n",
    "sub/b.log": "",
    "sub/e.log": "",
    "sub/secret.tf": "",
    "sub/tmp/f.tf": "",
    "sub/deep/secrets/g.tf": "",
    "sub/deep/h i.tf": "",
}


def no_git(*_: object) -> None:
    """As where git is not there."""


SEEN = [".gitignore", "a.tf", "keep.log", "sub/.gitignore", "sub/b.log", "sub/build/d.tf", "sub/deep/h i.tf"]


def tree(folder: Path) -> Path:
    for name, text in TREE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def names(folder: Path) -> list[str]:
    found = list_files(folder, folder).files
    return sorted(Path(each).relative_to(folder).as_posix() for each in found)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.mark.parametrize("with_git", [True, False])
def test_ignored_files_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_git: bool) -> None:
    tree(tmp_path)
    if with_git:
        git(tmp_path, "init", "-q")
    else:
        monkeypatch.setattr(listing, "_git", no_git)
    assert names(tmp_path) == SEEN


def test_a_tracked_file_is_seen_though_it_is_ignored_and_one_inside_of_another_repository_too(tmp_path: Path) -> None:
    tree(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", "b.log")
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "x.tf").write_text("")
    assert {"b.log", "inner/x.tf"} <= set(names(tmp_path))
    assert root_of(tmp_path / "sub" / "b.log") == tmp_path


@pytest.mark.parametrize("with_git", [True, False])
def test_links_are_counted_and_not_followed(tmp_path: Path, with_git: bool) -> None:
    if with_git:
        git(tmp_path, "init", "-q")
    (tmp_path / "a.tf").write_text("")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to("nothing")
    found = list_files(tmp_path, tmp_path)
    assert [Path(each).name for each in found.files] == ["a.tf"]
    assert found.links == 2


def test_a_named_file_is_listed_whatever_is_ignored(tmp_path: Path) -> None:
    tree(tmp_path)
    assert list_files(tmp_path / "b.log", tmp_path).files == [str(tmp_path / "b.log")]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    scan = os.scandir

    def refused(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(listing, "_git", no_git)
    monkeypatch.setattr(listing.os, "scandir", refused)
    assert list_files(tmp_path, tmp_path).unread == {str(tmp_path / "a"): "Permission denied"}
