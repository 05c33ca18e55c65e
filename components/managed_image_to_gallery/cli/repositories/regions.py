"""What belongs together in a text: the block, the call, the mapping or the command around or after a place. Pure."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.repositories.source_text import SourceText

_END_OF_COMMAND = re.compile(r"(?<![\\`^])\r?\n|;|&&|\|")
_DASHES = re.compile(r"(?:- +)*")


_LONGEST = 8_000
"""Characters of a block in which the keys of a form are looked for: more than anybody writes by hand."""
_LONGEST_COMMAND = 2_000
_END_OF_STATEMENT = re.compile(";")


class Region(Enum):
    """Where the keys of a form are looked for, seen from what makes it known."""

    AFTER = "in the block or call that it opens"
    MEMBERS = "in the blocks inside of the one that it opens"
    CHAIN = "in the calls that follow, to the end of the statement"
    AROUND = "in the block or mapping that it is in"
    BELOW = "in the mapping that is its value"
    COMMAND = "in the rest of the command"
    FILE = "in the whole file"


_ENDS = {Region.COMMAND: _END_OF_COMMAND, Region.CHAIN: _END_OF_STATEMENT}


def regions(source: SourceText, found: re.Match[str], kind: Region) -> list[tuple[int, int]]:
    """From where to where the keys are looked for, as far as anybody writes by hand."""
    if kind is Region.MEMBERS:
        return source.blocks_in(source.block_at(found.end() - 1))
    start, end = _whole(source, found, kind)
    nearest = max(start, found.start() - _LONGEST) if kind is not Region.AFTER else start
    return [(nearest, min(end, found.end() + _LONGEST))]


def _whole(source: SourceText, found: re.Match[str], kind: Region) -> tuple[int, int]:
    if kind is Region.AFTER:
        return source.block_at(found.end() - 1)
    if kind is Region.AROUND:
        return _around(source, found.start())
    if kind is Region.BELOW:
        return _below(source, found)
    if kind in _ENDS:
        last = min(len(source.text), found.end() + _LONGEST_COMMAND)
        end = _ENDS[kind].search(source.text, found.end(), last)
        return found.end(), end.start() if end else last
    return 0, len(source.text)


def _around(source: SourceText, offset: int) -> tuple[int, int]:
    """The brackets around; without any the mapping of YAML, or the file."""
    blocks = source.blocks_around(offset)
    if blocks:
        return blocks[0]
    return mapping_around(source, offset) if source.is_indented else (0, len(source.text))


def _below(source: SourceText, found: re.Match[str]) -> tuple[int, int]:
    """The value of a key: in brackets or as words on its line, else the lines below that are indented more."""
    rest = source.text[found.end() : found.end() + 3].lstrip(" ")
    if rest.startswith(("{", "[")):
        return source.block_at(source.text.index(rest[0], found.end()))
    if rest.strip() and not rest.startswith("#"):
        return found.end(), _next_line(source, found.end())
    column = _column(source, found.start())
    end = source.text.find("\n", found.end())
    start = end = len(source.text) if end < 0 else end + 1
    last = min(len(source.text), start + _LONGEST)
    while end < last and _is_inside(source.line_text(end), column + 1):
        end = _next_line(source, end)
    return start, end


def mapping_around(source: SourceText, offset: int) -> tuple[int, int]:
    """The lines of the YAML mapping that a key belongs to."""
    column = _column(source, offset)
    start = source.line_start(offset)
    first, last = max(0, offset - _LONGEST), min(len(source.text), offset + _LONGEST)
    while start > first and not _begins_item(source.line_text(start), column):
        above = source.line_start(start - 1)
        if not _is_inside(source.line_text(above), column) and not _begins_item(source.line_text(above), column):
            break
        start = above
    end = _next_line(source, offset)
    while end < last and _is_inside(source.line_text(end), column):
        end = _next_line(source, end)
    return start, end


def _column(source: SourceText, offset: int) -> int:
    """Where the key begins in its line, after the dashes of a list."""
    line = source.line_text(offset)
    indent = len(line) - len(line.lstrip(" "))
    dashes = _DASHES.match(line, indent)
    return dashes.end() if dashes else indent


def _begins_item(line: str, column: int) -> bool:
    """Whether the line is the first of a mapping in a list, whose keys begin at the column."""
    indent = len(line) - len(line.lstrip(" "))
    dashes = _DASHES.match(line, indent)
    return bool(dashes and dashes[0] and dashes.end() == column)


def _is_inside(line: str, column: int) -> bool:
    """Whether a line belongs to a mapping whose keys begin at the column."""
    return not line.strip() or (len(line) - len(line.lstrip(" ")) >= column and not line.startswith("---"))


def _next_line(source: SourceText, offset: int) -> int:
    end = source.text.find("\n", offset)
    return len(source.text) if end < 0 else end + 1
