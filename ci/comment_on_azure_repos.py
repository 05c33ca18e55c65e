#!/usr/bin/env python3
"""Put a comment on a pull request in Azure Repos: the one that begins with the same first line is edited in place.

SYSTEM_ACCESSTOKEN=… ci/comment_on_azure_repos.py COMMENT_FILE

Runs in a build of a pull request; the other settings are the build's own variables. The build service needs
"Contribute to pull requests". Uses the REST API "Pull Request Threads" 7.1.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

API = "api-version=7.1"


def main() -> None:
    """Edit the comment with the same mark, else start a thread."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    threads = _threads_url(os.environ)
    mark = text.partition("\n")[0]
    if not mark.startswith("<!-- "):
        sys.exit(f"{sys.argv[1]} does not begin with a mark: <!-- … -->")
    found = existing(_request("GET", f"{threads}?{API}")["value"], mark)
    if found:
        thread, comment = found
        _request("PATCH", f"{threads}/{thread}/comments/{comment}?{API}", {"content": text})
    else:
        _request(
            "POST", f"{threads}?{API}", {"comments": [{"content": text, "commentType": "text"}], "status": "closed"}
        )


def existing(threads: list[dict[str, Any]], mark: str) -> tuple[int, int] | None:
    """Thread and number of the comment that begins with the mark."""
    for thread in threads:
        for comment in cast("list[dict[str, Any]]", thread.get("comments") or []):
            if str(comment.get("content") or "").startswith(mark):
                return int(thread["id"]), int(comment["id"])
    return None


def _threads_url(build: Mapping[str, str]) -> str:
    return (
        f"{build['SYSTEM_COLLECTIONURI']}{build['SYSTEM_TEAMPROJECTID']}/_apis/git/repositories/"
        f"{build['BUILD_REPOSITORY_ID']}/pullRequests/{build['SYSTEM_PULLREQUEST_PULLREQUESTID']}/threads"
    )


def _request(method: str, url: str, body: object = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {os.environ['SYSTEM_ACCESSTOKEN']}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - the build's own collection
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return cast("dict[str, Any]", json.load(answer))


if __name__ == "__main__":
    main()
