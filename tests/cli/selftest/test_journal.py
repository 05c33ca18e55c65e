"""What was done is kept, so that the same command goes on where it was stopped."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest.journal import Journal
from tests.cli.selftest.test_wanted import WANTED

if TYPE_CHECKING:
    from pathlib import Path


def stop_in(journal: Journal, step: str) -> None:
    with journal.step(step) as again:
        assert not again
        raise KeyboardInterrupt


def test_a_folder_without_a_self_test_has_no_journal(tmp_path: Path) -> None:
    assert Journal.read(tmp_path) is None


def test_a_step_that_was_stopped_is_begun_again(tmp_path: Path) -> None:
    journal = Journal.begin(tmp_path, WANTED)
    with journal.step("sources"):
        pass
    with pytest.raises(KeyboardInterrupt):
        stop_in(journal, "publish")

    found = Journal.read(tmp_path)

    assert found is not None
    assert found == Journal(tmp_path, WANTED, ["sources"], "publish")
    with found.step("publish") as again:
        assert again


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"wanted": {}, "done": [], "begun": null}', "\x00"])
def test_a_journal_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "selftest.json").write_text(text)

    with pytest.raises(CommandFailed, match=r"selftest\.json is no journal of a self test"):
        Journal.read(tmp_path)


def test_on_a_full_disk_the_last_journal_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal.begin(tmp_path, WANTED)
    whole = type(tmp_path).write_bytes

    def write(file: Path, content: bytes) -> int:
        whole(file, content[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(tmp_path), "write_bytes", write)
    journal.done.append("sources")
    with pytest.raises(OSError, match="No space left"):
        journal.write()

    assert Journal.read(tmp_path) == Journal(tmp_path, WANTED)
