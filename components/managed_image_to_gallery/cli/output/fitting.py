"""Which columns of a table fit a screen, how wide each is, and where a line is broken. Pure.

No word is broken: an id or a name that is cut into two lines can be neither read nor copied. What does not fit is left
out by importance, and the table says so. A name that would take more than a third of the screen loses its middle: one
image with eighty characters must not hide the facts of sixty others.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GAP = 2
"""Characters that rich puts between two columns, and counts at the edge too."""
_PROSE = 16
"""The least width of a column with longer texts: narrower, it would be read word by word."""


_NAME = 24
"""The least width of a name that is longer than a third of the screen."""

_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"(?:'[^']*'|[^\s'])+")
"""A word as `shlex.join` writes it: quoted where it has blanks."""


def between_words(line: str, width: int) -> str:
    """A line that is longer than that, broken between words and indented further below; a terminal would break words.

    What stands in backquotes is to be copied, and stays whole.
    """
    if len(line) <= width:
        return line
    head = line[: len(line) - len(line.lstrip())]
    below = f"{head}  " if len(head) + 2 < width else ""
    kept = _CODE.sub(lambda found: found[0].replace(" ", "\0"), line.strip())
    filled = textwrap.fill(
        kept, width, initial_indent=head, subsequent_indent=below, break_long_words=False, break_on_hyphens=False
    )
    return filled.replace("\0", " ")


def continued(command: str, width: int) -> str:
    """A shell's command that is longer than that on several lines, each an option, so that it can still be copied."""
    if len(command) <= width:
        return command
    parts: list[str] = []
    for word in _WORD.findall(command):
        if not parts or word.startswith("-"):
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    lines = parts[:1]
    for part in parts[1:]:
        if len(lines[-1]) + len(part) + 3 <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(f"  {part}")
    return " \\\n".join(lines)


@dataclass(frozen=True)
class Column:
    """How wide a column is when nothing is broken into lines, and how wide it must be at least."""

    natural: int
    least: int


def column_of(texts: Sequence[str], *, whole: bool) -> Column:
    """The widths of a column with these texts, its heading among them. `whole`: it is never broken into lines."""
    from rich.cells import cell_len

    natural = max(map(cell_len, texts), default=0)
    word = max((cell_len(word) for text in texts for word in text.split()), default=0)
    return Column(natural, natural if whole else min(natural, max(word, _PROSE)))


def name_column(texts: Sequence[str], room: int) -> Column:
    """The widths of the column with the names: whole, or a third of the room where one is longer."""
    whole = column_of(texts, whole=True)
    return Column(whole.natural, min(whole.natural, max(_NAME, room // 3)))


def shortened(text: str, width: int) -> str:
    """A text without as much of its middle as is needed: names differ at their beginnings and ends."""
    from rich.cells import cell_len

    if cell_len(text) <= width:
        return text
    head, tail = text[: (len(text) + 1) // 2], text[(len(text) + 1) // 2 :]
    while cell_len(head) + 1 + cell_len(tail) > width and (head or tail):
        head, tail = (head[:-1], tail) if len(head) > len(tail) else (head, tail[1:])
    return f"{head}…{tail}"


def widths_in(room: int, columns: Mapping[str, Column], importance: Sequence[str]) -> dict[str, int]:
    """The widths of the columns that fit into `room` characters, in the columns' order.

    The most important column is always there, even where it alone is too wide; of the others each for which the more
    important ones leave enough room.
    """
    first, *others = importance
    chosen = {first: columns[first].least}
    left = room - columns[first].least - GAP
    for key in others:
        needed = columns[key].least + GAP
        if needed <= left:
            chosen[key] = columns[key].least
            left -= needed
    return _grown(chosen, columns, left)


def _grown(widths: Mapping[str, int], columns: Mapping[str, Column], left: int) -> dict[str, int]:
    """The widths with what is left given to the columns that need it, to each as much as to the others."""
    grown = {key: widths[key] for key in columns if key in widths}
    while left > 0 and (wanting := [key for key in grown if grown[key] < columns[key].natural]):
        for key in wanting[:left]:
            grown[key] += 1
        left -= len(wanting[:left])
    return grown
