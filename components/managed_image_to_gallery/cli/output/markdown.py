"""Texts of others in Markdown that GitHub, Azure Repos and editors show: each stays the text that it is.

A name or a message of Azure's must bring no heading, link, picture, element or table of its own, must not end the
table, the code block or the line that it stands in, and must call nobody and refer to nothing (`@name`, `#1`, bare
addresses, which GitHub makes to links by itself: github.github.com/gfm section 6.9). Pure.
"""

from __future__ import annotations

import html
import re

from managed_image_to_gallery.azure.plain_text import one_line, printable_lines

_MARKUP = re.compile(r"[\\`*_\[\]~|$]|(?<=\])\(|^[-+=#]|\A(?P<number>\d+)(?=[.)](?:\s|\Z))")
_CALLS = re.compile(r"@|[#!](?=\d)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE)
_NOTHING = "&#8203;"
"""A space of no width: what it stands behind is no longer a name, a number or an address to the renderer."""


class Markdown(str):
    """A text that is Markdown already."""

    __slots__ = ()


def inline(text: object) -> Markdown:
    """A text in a paragraph, a list or a cell of a table: one line, without markup."""
    if isinstance(text, Markdown):
        return text
    return Markdown(_MARKUP.sub(_escaped, in_html(text)))


def in_html(text: object) -> Markdown:
    """A text within an element such as `<summary>`, where Markdown does not count: one line."""
    line = html.escape(one_line(str(text)), quote=False)
    return Markdown(_CALLS.sub(lambda found: f"{found[0]}{_NOTHING}", line))


def code(text: object) -> Markdown:
    """A text as code within a line."""
    line = one_line(str(text))
    fence = _fence(line, 1)
    room = " " if fence != "`" else ""
    return Markdown(f"{fence}{room}{line}{room}{fence}")


def block(text: object) -> Markdown:
    """A text of several lines as a block of code, between fences that are longer than any within."""
    line = printable_lines(str(text))
    fence = _fence(line, 3)
    return Markdown(f"{fence}text\n{line}\n{fence}")


def _escaped(found: re.Match[str]) -> str:
    """A backslash before markup; behind a number that would begin a list."""
    return f"{found[0]}\\" if found["number"] else f"\\{found[0]}"


def _fence(text: str, shortest: int) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(shortest, longest + 1)
