from __future__ import annotations

import sys
import unicodedata

import pytest

from managed_image_to_gallery.azure.errors import ReadFailed
from managed_image_to_gallery.azure.plain_text import one_line, printable, printable_lines
from managed_image_to_gallery.gate.checks.check import Check, Judgement

STEERING = [
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x7f",
    "\x00",
    "\r",
    "\x85",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ufeff",
]


@pytest.mark.parametrize("text", STEERING)
def test_what_steers_is_shown_and_does_nothing(text: str) -> None:
    for shown in (printable(f"a{text}b"), printable_lines(f"a{text}b")):
        assert shown.isprintable()
        assert "\N{REPLACEMENT CHARACTER}" in shown


def test_no_character_of_a_category_that_steers_is_left() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert not {unicodedata.category(each) for each in printable(every)} & {"Cc", "Cf", "Zl", "Zp"}


def test_words_of_any_language_and_every_kind_of_space_stay() -> None:
    text = "Größe 大 ✅ a\u00a0b"
    assert printable(text) == text


def test_lines_stay_lines() -> None:
    assert printable_lines("a\n\tb\x1b") == "a\n\tb\ufffd"
    assert one_line(" a\r\nb\x1b ") == "a b\ufffd"


def test_what_azure_says_makes_no_second_line_of_a_verdict() -> None:
    forged = "Failed\x1b[1A\n  passed      no-locks: nothing"
    check = Check("x", lambda _: Judgement(passed=False, expected=forged, found=forged, remedy=forged))
    text = check.verdict(None).text()  # pyright: ignore[reportArgumentType]
    assert len(text.splitlines()) == 4
    assert "\x1b" not in text


def test_what_azure_says_makes_no_second_line_of_a_failed_read() -> None:
    failure = ReadFailed("image x", message="\x1b[2Jno\ngate passed", code="\x9b1m")
    assert str(failure).isprintable()
