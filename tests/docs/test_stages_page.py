"""The page about the gate names each of its checks, in their order."""

from __future__ import annotations

import re
from pathlib import Path

from managed_image_to_gallery.gate.checks import CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "stages.md"


def test_the_page_lists_the_checks_of_the_gate() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## The gate")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE) == [check.id for check in CHECKS]
