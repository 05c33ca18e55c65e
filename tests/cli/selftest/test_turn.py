"""One self test at a time in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.selftest import turn

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.posix


def test_a_second_one_in_the_folder_is_refused_until_the_first_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "LONGEST_SECONDS", 0)
    with (
        turn.turn_in(tmp_path),
        pytest.raises(CommandFailed, match="Another self test is running"),
        turn.turn_in(tmp_path),
    ):
        pass
    with turn.turn_in(tmp_path) as inherited:
        assert len(inherited) == 1
