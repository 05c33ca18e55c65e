"""Which stacks a pull request is previewed for."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from harness.product import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def base(tmp_path: Path) -> str:
    """A repository with two stacks; its commit."""
    git(tmp_path, "init", "-q")
    for name in (
        "Pulumi.yaml",
        "Pulumi.dev.yaml",
        "Pulumi.prod.yaml",
        "README.md",
        "__main__.py",
    ):
        (tmp_path / name).write_text("before\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "base")
    return git(tmp_path, "rev-parse", "HEAD").strip()


@pytest.mark.parametrize(
    ("changed", "stacks"),
    [
        (["README.md"], []),
        (["Pulumi.prod.yaml"], ["prod"]),
        (["Pulumi.prod.yaml", "Pulumi.dev.yaml", "README.md"], ["dev", "prod"]),
        (["__main__.py"], ["dev", "prod"]),
        (["Pulumi.yaml"], ["dev", "prod"]),
    ],
)
def test_a_stack_is_concerned_by_its_file_and_by_what_all_share(
    tmp_path: Path, base: str, changed: list[str], stacks: list[str]
) -> None:
    for name in changed:
        (tmp_path / name).write_text("after\n")
    git(tmp_path, "commit", "-qam", "change")
    assert concerned(tmp_path, base) == stacks


def test_a_stack_that_is_taken_away_is_not_previewed(tmp_path: Path, base: str) -> None:
    git(tmp_path, "rm", "-q", "Pulumi.prod.yaml")
    git(tmp_path, "commit", "-qm", "gone")
    assert concerned(tmp_path, base) == []


def concerned(folder: Path, base: str) -> object:
    script = str(ROOT / "ci" / "changed_stacks.sh")
    told = subprocess.run([script, base], cwd=folder, check=True, capture_output=True, text=True)
    return json.loads(told.stdout)
