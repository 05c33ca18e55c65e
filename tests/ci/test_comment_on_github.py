"""The one comment of a pull request on GitHub: made once, then edited in place."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.product import ROOT

if TYPE_CHECKING:
    from pathlib import Path

MARK = "<!-- gallery-migrate preview of dev -->"
OURS = "github-actions[bot]"
# Stands in for GitHub's client: answers the list through the script's own filter as `gh` does, and keeps other calls.
GH = """#!/usr/bin/env python3
import json, os, sys
words = sys.argv[1:]
if "--method" in words:
    open(os.environ["CALLS"], "a").write(json.dumps(words) + "\\n")
else:
    assert "startswith(env.MARK)" in words[-1] and 'user.login == "github-actions[bot]"' in words[-1], words
    for one in json.loads(os.environ["COMMENTS"]):
        if one["login"] == "github-actions[bot]" and one["body"].startswith(os.environ["MARK"]):
            print(one["id"])
"""


@pytest.mark.parametrize(
    ("comments", "method", "path"),
    [
        ([], "POST", "repos/o/r/issues/7/comments"),
        ([(4, "somebody", MARK)], "POST", "repos/o/r/issues/7/comments"),
        ([(5, OURS, f"quoting {MARK}")], "POST", "repos/o/r/issues/7/comments"),
        ([(6, OURS, f"{MARK}\nold"), (8, OURS, f"{MARK}\nolder")], "PATCH", "repos/o/r/issues/comments/6"),
    ],
)
def test_only_our_own_comment_of_this_stack_is_edited(
    tmp_path: Path, comments: list[tuple[int, str, str]], method: str, path: str
) -> None:
    client = tmp_path / "gh"
    client.write_text(GH)
    client.chmod(0o755)
    (tmp_path / "comment.md").write_text(f"{MARK}\nnew\n")
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "CALLS": str(tmp_path / "calls"),
        "COMMENTS": json.dumps([{"id": number, "login": login, "body": body} for number, login, body in comments]),
    }

    script = str(ROOT / "ci" / "comment_on_github.sh")
    subprocess.run([script, "o/r", "7", "comment.md"], cwd=tmp_path, env=environment, check=True)

    (call,) = map(json.loads, (tmp_path / "calls").read_text().splitlines())
    assert call == ["api", "--method", method, path, "--field", "body=@comment.md", "--silent"]
