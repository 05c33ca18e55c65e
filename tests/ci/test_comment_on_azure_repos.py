"""Which comment of a pull request in Azure Repos is edited."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import pytest

from harness.product import ROOT

if TYPE_CHECKING:
    from types import ModuleType

MARK = "<!-- gallery-migrate preview of dev -->"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("comment_on_azure_repos", ROOT / "ci" / "comment_on_azure_repos.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("threads", "found"),
    [
        ([], None),
        ([{"id": 1, "comments": [{"id": 1, "content": f"quoting {MARK}"}, {"id": 2}]}], None),
        ([{"id": 1}, {"id": 7, "comments": [{"id": 1, "content": "x"}, {"id": 3, "content": f"{MARK}\nold"}]}], (7, 3)),
    ],
)
def test_the_comment_that_begins_with_the_mark(script: ModuleType, threads: Any, found: Any) -> None:
    assert script.existing(threads, MARK) == found
