"""What the script starts, before any command."""

from __future__ import annotations

import io
import sys

import pytest

from managed_image_to_gallery.cli import entry, main


def printing() -> None:
    sys.stdout.write("web → 1.0.0\n")
    sys.stdout.flush()


def test_a_character_that_the_output_lacks_ends_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="\n")
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(main, "main", printing)
    entry.main()
    assert output.buffer.getvalue() == b"web ? 1.0.0\n"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_defect_of_the_product_is_not_taken_for_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "managed_image_to_gallery.cli.main", None)
    with pytest.raises(ModuleNotFoundError, match=r"managed_image_to_gallery\.cli\.main"):
        entry.main()
