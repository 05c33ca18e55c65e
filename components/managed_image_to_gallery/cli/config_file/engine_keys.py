"""The stack's file kept as it was written when the engine adds to it how the stack's secrets are encrypted.

A stack's file without `encryptionsalt` (one that was copied, or written before `pulumi stack init`) gets it from the
first preview or update, and the engine then writes the whole file anew: other line ends, encoding, indentation and
folding, and one stage that is changed shows in a review as a file that is changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.config_file.resolved import resolved
from managed_image_to_gallery.cli.config_file.stack_file import write_whole
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import decoded

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_KEYS = ("secretsprovider", "encryptedkey", "encryptionsalt")
"""What the engine adds (sdk/go/common/workspace/project.go of github.com/pulumi/pulumi, `ProjectStack`)."""


@contextmanager
def text_kept(file: Path) -> Generator[None]:
    """While the engine runs; afterwards the file is its old text and the engine's keys, if those are all it added."""
    before = _content(file)
    try:
        yield
    finally:
        after = _content(file)
        if before is not None and after is not None and after != before:
            kept = with_keys_of(before, after, file.name)
            if kept is not None:
                write_whole(file, kept)


def with_keys_of(before: bytes, after: bytes, name: str) -> bytes | None:
    """The text before with the keys that the engine has added; None where anything else was changed. Pure."""
    try:
        encoding, text = decoded(before, name)
        is_now = resolved(decoded(after, name)[1] or "{}").body
        was = resolved(text or "{}").body
        added = {key: is_now[key] for key in _KEYS if key in is_now and key not in was}
        line_end = "\r\n" if "\r\n" in text else "\n"
        begun = "" if not text or text.endswith("\n") else line_end
        kept = text + begun + "".join(f"{key}: {value}{line_end}" for key, value in added.items())
        is_the_same = {**was, **added} == is_now == resolved(kept or "{}").body
    except CommandFailed:
        return None
    return kept.encode(encoding) if added and is_the_same else None


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
