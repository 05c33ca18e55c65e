"""Text in the encodings in which it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.text_files import decoded, text_in

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "name: caf\u00e9\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_read_whatever_wrote_it(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.yaml"
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    file.write_bytes(f"{mark}{TEXT}".encode(encoding))
    assert text_in(file) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_same_bytes_are_made_of_what_was_read(encoding: str) -> None:
    content = TEXT.encode(encoding)
    name, text = decoded(content, "a.yaml")
    assert text.encode(name) == content


@pytest.mark.parametrize("content", [b"caf\xe9", b"\xff\xfea"])
def test_what_is_no_text_is_named_with_the_remedy(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    with pytest.raises(CommandFailed, match=r"a\.yaml is not UTF-(8|16-LE) text.*\n.*Save it as UTF-8"):
        text_in(file)
