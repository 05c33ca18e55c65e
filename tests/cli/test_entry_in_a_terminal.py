"""The start of the command line in a terminal of its own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from harness.terminal import terminal
from managed_image_to_gallery.cli.exit_status import ExitStatus

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "size", ["COLUMNS=0", "COLUMNS=²", "LINES=²", "COLUMNS=1", "COLUMNS=", "LINES=0", "COLUMNS=-5"]
)
def test_a_size_that_no_screen_has_ends_no_command(tmp_path: Path, size: str) -> None:
    command = ["env", size, sys.executable, "-c", "from managed_image_to_gallery.cli.entry import main; main()"]
    with terminal([*command, "plan-check", "nope.json"], dict(os.environ), tmp_path) as shown:
        assert shown.end() == ExitStatus.UNUSABLE, shown.screen
    assert "Traceback" not in shown.screen
