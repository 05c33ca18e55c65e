"""Texts that cannot steer what shows them: whoever can set a tag or a message writes into other people's terminals.

A control character moves a cursor, clears a screen, sets a window's title or the clipboard (ECMA-48; the C1 ones do it
alone), and a bidirectional override shows a line in another order than it is (Unicode TR 36, CVE-2021-42574). Each
becomes U+FFFD, so that one sees that something was there. Pure.
"""

from __future__ import annotations

import re
import unicodedata

_SHOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """The text without anything that is not shown as itself; line ends count, so that it stays one line."""
    return text if text.isprintable() else "".join(_SHOWN if _steers(each) else each for each in text)


def printable_lines(text: str) -> str:
    """The same for a text of several lines, which may be indented by tabs."""
    return re.sub(r"[^\n\t]+", lambda found: printable(found[0]), text)


def one_line(text: str) -> str:
    """The text in one printable line: what somebody else wrote must not look like a line of ours."""
    return printable(" ".join(text.split()))


def _steers(character: str) -> bool:
    """Spaces of every kind are shown as what they are; line and paragraph separators are not."""
    return not character.isprintable() and unicodedata.category(character) != "Zs"
