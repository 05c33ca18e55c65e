"""The comments in `examples/` are what the script writes today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ci.example_comments import MAY_BE_APPLIED, REFUSED, comments

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure


@pytest.mark.exhaustive
def test_the_examples_are_what_the_script_writes(azure: LocalAzure, policies: None, tmp_path: Path) -> None:
    written = comments(azure, tmp_path)
    assert sorted(written) == sorted([MAY_BE_APPLIED, REFUSED])
    for file, text in written.items():
        assert file.read_text(encoding="utf-8") == text, "write it again: python -m tests.ci.example_comments"
    assert "✅ may be applied" in written[MAY_BE_APPLIED]
    assert "⛔ must not be applied" in written[REFUSED]
