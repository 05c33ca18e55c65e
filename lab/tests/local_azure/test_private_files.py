"""Files that only their owner reads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from local_azure.private_files import private_file, private_folder, write_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_a_new_folder_and_what_was_ours_already_are_private(tmp_path: Path) -> None:
    new, empty, ours = tmp_path / "a" / "new", tmp_path / "empty", tmp_path / "ours"
    empty.mkdir()
    ours.mkdir()
    (ours / "mark").touch()
    for folder in (new, empty, ours):
        private_folder(folder, mark="mark")
        assert mode(folder) == 0o700


def test_a_folder_with_files_of_others_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "theirs").touch()
    tmp_path.chmod(0o755)
    private_folder(tmp_path, mark="mark")
    assert mode(tmp_path) == 0o755


@pytest.mark.usefixtures("open_umask")
def test_a_file_is_private_even_if_it_was_not(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("kept")
    old.chmod(0o644)
    private_file(old)
    private_file(new)
    assert (mode(old), mode(new), old.read_text()) == (0o600, 0o600, "kept")


@pytest.mark.usefixtures("open_umask")
def test_what_is_written_follows_no_link_that_somebody_laid(tmp_path: Path) -> None:
    """The name of the unfinished file cannot be foreseen, and the finished one replaces a link instead of following."""
    other = tmp_path / "other"
    other.write_text("untouched")
    (tmp_path / "ready.json").symlink_to(other)
    (tmp_path / f".ready.json.{os.getpid()}").symlink_to(other)
    write_private(tmp_path / "ready.json", b"secret")
    assert other.read_text() == "untouched"
    assert (tmp_path / "ready.json").read_bytes() == b"secret"
    assert mode(tmp_path / "ready.json") == 0o600


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").touch()
    with pytest.raises(OSError, match="taken"):
        write_private(tmp_path / "taken", b"secret")
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]
