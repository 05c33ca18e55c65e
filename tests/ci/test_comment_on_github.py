"""What is on GitHub once: the comment of a pull request is edited in place, and so is the issue about drift."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from harness.product import ROOT
from tests.ci.runners.machine import STAND_INS

if TYPE_CHECKING:
    from pathlib import Path

MARK = "<!-- gallery-migrate preview of dev -->"
OURS = "github-actions[bot]"
Listed = list[tuple[int, str, str]]


def changes(folder: Path, listed: Listed, script: str, *words: str) -> list[dict[str, Any]]:
    """What a script changes on GitHub, which lists these comments or issues."""
    client = folder / "gh"
    shutil.copy2(STAND_INS / "gh", client)
    found = [{"id": number, "login": login, "body": body} for number, login, body in listed]
    (folder / "gh.listed").write_text(json.dumps(found))
    (folder / "report.md").write_text(f"{MARK}\n\n### Stack `dev`: new\n")
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "STAND_IN_CALLS": str(folder), "GH_TOKEN": "t"}
    subprocess.run([str(ROOT / "ci" / script), *words], cwd=folder, env=environment, check=True)
    calls = folder / "gh.calls"
    return [json.loads(line) for line in calls.read_text().splitlines()] if calls.exists() else []


@pytest.mark.parametrize(
    ("comments", "method", "path"),
    [
        ([], "POST", "repos/o/r/issues/7/comments"),
        ([(4, "somebody", MARK)], "POST", "repos/o/r/issues/7/comments"),
        ([(5, OURS, f"quoting {MARK}")], "POST", "repos/o/r/issues/7/comments"),
        ([(6, OURS, f"{MARK}\nold"), (8, OURS, f"{MARK}\nolder")], "PATCH", "repos/o/r/issues/comments/6"),
    ],
)
def test_only_our_own_comment_of_this_stack_is_edited(tmp_path: Path, comments: Listed, method: str, path: str) -> None:
    (call,) = changes(tmp_path, comments, "comment_on_github.sh", "o/r", "7", "report.md")
    assert (call["method"], call["path"]) == (method, path)
    assert call["body"].startswith(f"{MARK}\n")


@pytest.mark.parametrize("words", [["comment_on_github.sh", "o/r", "7"], ["issue_on_github.sh", "o/r"]])
def test_a_file_without_a_mark_is_refused_before_it_fits_to_every_comment(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "empty.md").write_text("")
    with pytest.raises(subprocess.CalledProcessError):
        changes(tmp_path, [(6, OURS, f"{MARK}\nold")], *words, "empty.md", "failure")
    assert not (tmp_path / "gh.calls").exists()


@pytest.mark.parametrize(
    ("issues", "outcome", "expected"),
    [
        ([], "success", []),
        ([], "failure", [("POST", "repos/o/r/issues", None, "Stack dev: new")]),
        ([(4, "somebody", MARK)], "failure", [("POST", "repos/o/r/issues", None, "Stack dev: new")]),
        ([(6, OURS, f"{MARK}\nold")], "failure", [("PATCH", "repos/o/r/issues/6", "open", None)]),
        ([(6, OURS, f"{MARK}\nold")], "success", [("PATCH", "repos/o/r/issues/6", "closed", None)]),
    ],
)
def test_one_issue_is_opened_edited_and_closed(
    tmp_path: Path, issues: Listed, outcome: str, expected: list[object]
) -> None:
    calls = changes(tmp_path, issues, "issue_on_github.sh", "o/r", "report.md", outcome)
    assert [(one["method"], one["path"], one.get("state"), one.get("title")) for one in calls] == expected
    assert all(one["body"].startswith(f"{MARK}\n") for one in calls)
