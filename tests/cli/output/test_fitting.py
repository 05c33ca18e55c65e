"""Where a line is broken."""

from __future__ import annotations

from managed_image_to_gallery.cli.output.fitting import between_words


def test_a_line_is_broken_between_words_and_code_stays_whole() -> None:
    line = "  → The gate refuses build-base-1.0.0: run `gallery-migrate status --watch` again."
    assert between_words(line, 100) == line
    assert between_words(line, 40).splitlines() == [
        "  → The gate refuses build-base-1.0.0:",
        "    run `gallery-migrate status --watch`",
        "    again.",
    ]
    assert between_words("  locked-base-and-a-long-name", 10) == "  locked-base-and-a-long-name"
