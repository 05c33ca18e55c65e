"""What docs/environments.md says about self-managed backends, with the engine's own backend in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.engine_project import EngineProject

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import os
import subprocess
from pathlib import Path

if "INNER" not in os.environ:
    # The update that runs this program holds the lock of the stack until the program has ended.
    inner = {name: value for name, value in os.environ.items() if name in OUTER}
    for name, words in {"second": ["up", "--yes", "--skip-preview"], "preview": ["preview"]}.items():
        done = subprocess.run(
            ["pulumi", "--non-interactive", *words], env={**inner, "INNER": "1"}, capture_output=True, text=True
        )
        Path(name).write_text(f"{done.returncode} {done.stdout}{done.stderr}")
"""


def test_a_second_update_is_refused_by_the_lock_and_a_preview_is_not(tmp_path: Path) -> None:
    project = EngineProject(tmp_path, "")
    project.write_program(f"OUTER = {sorted(project.env)!r}\n{PROGRAM}")

    project.up()

    status, told = (tmp_path / "second").read_text().split(" ", 1)
    assert status != "0"
    assert "the stack is currently locked by 1 lock(s)" in told
    assert (tmp_path / "preview").read_text().startswith("0 ")
    project.up("--expect-no-changes")


@pytest.mark.exhaustive
def test_a_passphrase_keeps_secrets_out_of_the_stack_file_and_the_state(tmp_path: Path) -> None:
    project = EngineProject(tmp_path, 'import pulumi\npulumi.export("told", pulumi.Config().require_secret("word"))')
    project.config("word", "open-sesame", secret=True)
    project.up()

    kept = [file for file in tmp_path.rglob("*") if file.is_file() and b"open-sesame" in file.read_bytes()]
    assert kept == []
    assert project.outputs(show_secrets=True) == {"told": "open-sesame"}
    project.env["PULUMI_CONFIG_PASSPHRASE"] = "another"
    refused = project.up(check=False)
    assert refused.returncode != 0
    assert "incorrect passphrase" in refused.stdout + refused.stderr
