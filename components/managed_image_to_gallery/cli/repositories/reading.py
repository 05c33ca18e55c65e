"""Which files are read: not what holds no text by its name or its bytes, and nothing huge.

Every form has the word `image` in it (`Microsoft.Compute/images`, `azurerm_image`, `--image`), so a file without it is
done with. Most files of most repositories are, and for them nothing is decoded.
"""

from __future__ import annotations

import os
import re
import stat
from enum import Enum

from managed_image_to_gallery.cli.repositories.source_text import SourceText, encoding_of

HUGEST = 8 * 1024 * 1024
"""Bytes of the largest file that is read: nobody writes one by hand."""

_WORD = b"image"
_NO_TEXT = re.compile(
    r".*\.(?:7z|a|avi|bin|bmp|bz2|class|dll|docx?|dylib|exe|flac|gif|gz|ico|iso|jar|jpe?g|lz4|mov|mp[34]|o|ogg|otf"
    r"|parquet|pdf|png|pptx?|pyc|rar|so|tar|tgz|tiff?|ttf|vhdx?|vmdk|wasm|wav|web[mp]|whl|woff2?|xlsx?|xz|zip|zst)",
    re.IGNORECASE | re.DOTALL,
)
_NO_CONSUMERS = re.compile(r".*\.(?:patch|diff|map|min\.js)", re.IGNORECASE | re.DOTALL)
"""Texts that say what others are or were: what is generated from them, or a change of them."""


class Skipped(Enum):
    """Why a file was not read."""

    BINARY = "binary"
    HUGE = "larger than 8 MiB"
    GENERATED = "patches and generated files"
    GONE = "not there"
    NO_FILE = "no regular file"


def read(path: str, name: str) -> SourceText | Skipped | None:
    """The text of a file that may name an image; None for one that cannot. Raises OSError."""
    if _NO_TEXT.fullmatch(name):
        return Skipped.BINARY
    if _NO_CONSUMERS.fullmatch(name):
        return Skipped.GENERATED
    try:
        content = _bytes(path)
    except FileNotFoundError:
        return Skipped.GONE
    if isinstance(content, Skipped):
        return content
    if encoding_of(content) != "utf-8":
        return SourceText(name, content)
    if b"\0" in content[:8192]:
        return Skipped.BINARY
    source = SourceText(name, content)
    return source if _WORD in source.folded else None


def _bytes(path: str) -> bytes | Skipped:
    """Opened so that a pipe that nobody writes to does not block."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return Skipped.NO_FILE
        if about.st_size > HUGEST:
            return Skipped.HUGE
        return _whole(descriptor, about.st_size)
    finally:
        os.close(descriptor)


def _whole(descriptor: int, size: int) -> bytes:
    """Everything: one read, unless the system gives it in pieces or it grows."""
    parts: list[bytes] = []
    while part := os.read(descriptor, size + 1):
        parts.append(part)
        if len(part) == size:
            break
    return b"".join(parts)
