"""The committed config reference is the one that the models make, and says what a reader needs."""

from __future__ import annotations

from pathlib import Path

from managed_image_to_gallery.config.reference_page import page

PAGE = Path(__file__).parents[2] / "docs" / "config-reference.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_a_required_key_is_bold_and_an_optional_one_is_not() -> None:
    assert "| **`stage`** | `published`, `validated`, `retired` |" in page()
    assert "| `defaults` | [VersionSettings](#versionsettings) |" in page()


def test_limits_and_defaults_are_told() -> None:
    assert "| `replicaCount` | integer, 1 to 100 | `1` |" in page()
    assert "| `maxDataDiskSizeGB` | integer, 1 to 2048 | `1024` |" in page()
    assert "| `create` | boolean | `false` |" in page()


def test_every_key_has_a_meaning_and_no_cell_is_empty() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| ")]
    assert len(rows) > 70
    assert [row for row in rows if not all(cell.strip() for cell in row.strip("|").split("|"))] == []


def test_what_reads_like_markup_is_escaped() -> None:
    assert "&lt;definition&gt;-&lt;version&gt;" in page()


def test_each_object_has_one_section() -> None:
    headings = [line for line in page().splitlines() if line.startswith("## ")]
    assert len(headings) == len(set(headings))
    assert {"## Gallery", "## MigrationEntry", "## BootTestRegion", "## Range"} <= set(headings)
