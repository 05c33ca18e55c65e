"""A unified diff of the changes that are certain and simple, as `git apply` and `patch -p1` take it. Pure.

Line ends and bytes that are no text stay as they are: the diff is made of the file's own lines.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from managed_image_to_gallery.cli.repositories.hits import Edit
    from managed_image_to_gallery.cli.repositories.source_text import SourceText

_NO_END = "\\ No newline at end of file\n"


def diff_of(source: SourceText, edits: Sequence[Edit], name: str) -> bytes:
    """The diff for one file. name: its path below the folder that the diff is applied in."""
    before, after = _lines(source.text), _lines(edited(source.text, edits))
    body = "".join(_body(before, after))
    heading = f"--- {_quoted(f'a/{name}')}\n+++ {_quoted(f'b/{name}')}\n"
    return (heading + body).encode(source.encoding, "surrogateescape")


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with the changes; of two that overlap the first."""
    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits), key=lambda edit: edit.start):
        if edit.start >= at:
            parts += (text[at : edit.start], edit.text)
            at = edit.end
    return "".join((*parts, text[at:]))


def can_be_patched(source: SourceText) -> bool:
    """Whether a diff of it is text to git and patch: UTF-16 is not."""
    return source.encoding == "utf-8"


def _lines(text: str) -> list[str]:
    """Lines as git counts them: only a line feed ends one."""
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *lines[-1:]] if lines[-1] else [f"{line}\n" for line in lines[:-1]]


def _body(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for line in list(difflib.unified_diff(before, after))[2:]:
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}"


def _quoted(path: str) -> str:
    """A path in the heading: with a tab after one that has blanks, and quoted as C does where it has worse."""
    if any(each in '"\\' or ord(each) < 32 or ord(each) == 127 for each in path):
        said = "".join(_escaped(each) for each in path)
        return f'"{said}"'
    return f"{path}\t" if " " in path else path


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return f"\\{ord(character):03o}" if ord(character) < 32 or ord(character) == 127 else character
