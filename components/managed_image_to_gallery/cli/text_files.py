"""Text files of users in the encodings in which they come: UTF-8, and UTF-16 with its mark at the beginning.

Windows PowerShell 5 writes UTF-16 into every file behind `>`, and the engine reads a stack's file in it. This is the
one place that knows, for stacks' files, previews, inventories, fleets and prices alike.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.plain_text import one_line
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from pathlib import Path

    from yaml.error import Mark

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MARK = "\ufeff"
"""The mark at the beginning, once it is decoded."""


def problem_in_yaml(error: Exception) -> str:
    """What PyYAML or ruamel.yaml has against a text, in one line: `line 3, column 1: found a tab`."""
    mark = cast("Mark | None", getattr(error, "problem_mark", None))
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return one_line(f"{place}{getattr(error, 'problem', None) or error}")


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The encoding and the text, from which `encode` makes the same bytes again. Raises CommandFailed.

    The mark stays in the text as its first character.
    """
    encoding = next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return encoding, content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{name} is not {encoding.upper()} text: {error}", "Save it as UTF-8.") from None


def text_of(content: bytes, name: str) -> str:
    """The text without the mark. Raises CommandFailed, which calls it by `name`."""
    return decoded(content, name)[1].removeprefix(MARK)


def text_in(path: Path) -> str:
    """The text of a file without the mark. Raises OSError, CommandFailed."""
    return text_of(path.read_bytes(), str(path))
