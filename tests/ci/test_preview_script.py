"""`ci/preview.sh` where `gallery-migrate` has nothing to say."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from harness.product import ROOT
from managed_image_to_gallery.cli.preview.comment import mark

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("status", [2, 4, 70])
def test_what_an_earlier_preview_said_does_not_stay(tmp_path: Path, status: int) -> None:
    command = tmp_path / "gallery-migrate"
    command.write_text(f"#!/usr/bin/env bash\nexit {status}\n")
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    script = [str(ROOT / "ci" / "preview.sh"), "dev", "comment.md"]
    done = subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == status
    comment = (tmp_path / "comment.md").read_text()
    assert comment == done.stdout
    assert comment.splitlines()[0] == mark("dev")
    assert "### Stack `dev`: ❔ could not be previewed" in comment
