"""A stack's file as text: the encodings that the engine reads, told apart by the mark at the beginning. Pure."""

from __future__ import annotations

import codecs

from managed_image_to_gallery.cli.failures import CommandFailed

_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The encoding and the text, from which `encode` makes the same bytes again. Raises CommandFailed.

    The mark stays in the text as its first character.
    """
    encoding = next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return encoding, content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CommandFailed(f"{name} is no {encoding.upper()} text: {error}", "Save it as UTF-8.") from None
