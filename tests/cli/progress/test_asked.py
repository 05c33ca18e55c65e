"""The note of what was asked: kept until it is done, and never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.progress.asked import PUBLISH, RETIRE, Asked, Notes

if TYPE_CHECKING:
    from pathlib import Path

BOTH = Asked(PUBLISH, ("a", "b"), in_flight=2, by_region=True, stop_after=3, continue_on_error=False)


def test_a_note_says_the_whole_command(tmp_path: Path) -> None:
    Notes(tmp_path, "dev").add(BOTH)
    assert Notes(tmp_path, "dev").read() == [BOTH]
    assert Notes(tmp_path, "other").read() == []
    line = "gallery-migrate publish a b --in-flight 2 --by-region --stop-after 3 --no-continue-on-error"
    assert BOTH.line() == line
    assert BOTH.text() == f"`{line}`"


def test_people_are_told_the_number_where_the_names_are_many() -> None:
    many = Asked(PUBLISH, tuple(f"m{number}" for number in range(55)), in_flight=100)
    assert many.text() == "`gallery-migrate publish --in-flight 100` of 55 migrations: m0, m1, m2 and 52 more"


def test_it_stays_until_all_is_done(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "dev")
    with pytest.raises(KeyboardInterrupt), notes.noted(BOTH):
        raise KeyboardInterrupt
    assert notes.read() == [BOTH]
    with notes.noted(BOTH) as done:
        done.value = True
    assert notes.read() == []
    assert list((tmp_path / ".gallery-migrate").iterdir()) == []


def test_the_same_again_takes_the_place_of_the_note_and_another_stands_beside_it(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "dev")
    other, retire = Asked(PUBLISH, ("c",)), Asked(RETIRE, ("a",))
    for note in (Asked(PUBLISH, ("a",)), other, retire, BOTH):
        notes.add(note)
    assert notes.read() == [other, retire, BOTH]


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", '[{"command": "destroy", "names": ["a"]}]', "\0"])
def test_what_cannot_be_read_is_no_note(tmp_path: Path, text: str) -> None:
    notes = Notes(tmp_path, "dev")
    notes.add(BOTH)
    (tmp_path / ".gallery-migrate" / "asked-dev.json").write_text(text)
    assert notes.read() == []
