"""`ci/preview.sh`: what is printed, what is the comment, and where `gallery-migrate` has nothing to say."""

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


def test_the_log_has_the_whole_and_the_file_the_comment(tmp_path: Path) -> None:
    """The stand-in takes its file by the option; with a table of prices it is told that too."""
    (tmp_path / "prices.yaml").write_text("currency: EUR\n")
    command = tmp_path / "gallery-migrate"
    command.write_text(
        "#!/usr/bin/env bash\n"
        'printf "%s\\n" "$@" >words\n'
        'while [[ $1 != --comment ]]; do shift; done; printf "cut" >"$2"; printf "the whole"; exit 1\n'
    )
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    script = [str(ROOT / "ci" / "preview.sh"), "dev", "comment.md"]
    done = subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "the whole\n"), done.stderr
    assert (tmp_path / "comment.md").read_text() == "cut"
    assert "--prices\nprices.yaml" in (tmp_path / "words").read_text()
