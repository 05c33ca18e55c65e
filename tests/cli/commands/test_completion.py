"""Shell completion of commands, their options, and commands below commands."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("pub", ["publish"]), ("retire --exp", ["--expect-delete"]), ("shard w", ["write"])],
)
def test_what_was_begun_is_completed(typed: str, completed: list[str]) -> None:
    words = f"gallery-migrate {typed}"
    code = "import sys; sys.argv[0] = 'gallery-migrate'"
    asked = {
        "_GALLERY_MIGRATE_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; from managed_image_to_gallery.cli.entry import main; main()"],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == completed
