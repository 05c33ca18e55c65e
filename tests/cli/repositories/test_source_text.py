from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.repositories.scan import hits_in
from managed_image_to_gallery.cli.repositories.source_text import SourceText
from tests.cli.repositories.images import IMAGES, WEB, source

COMMENTED = [
    ("a.tf", f'# id = "{WEB}"'),
    ("a.tf", f'// id = "{WEB}"'),
    ("a.tf", f'/*\n id = "{WEB}"\n*/'),
    ("a.tf", f'x = 1 # "{WEB}"'),
    ("a.bicep", f"// id: '{WEB}'"),
    ("a.ts", f'/* "{WEB}" */'),
    ("a.yml", f"# id: {WEB}"),
    ("a.py", f"# {WEB}"),
    ("a.sh", f"  # az vm create --image {WEB}"),
    ("a.ps1", f"<#\n -Id {WEB}\n#>"),
    ("a.xml", f"<!-- <id>{WEB}</id> -->"),
    ("a.ini", f"; ImageName = {WEB}"),
]
IN_USE = [
    ("a.tf", f'x = "#" == y ? "{WEB}" : ""'),
    ("a.ts", f'x("http://y", "{WEB}")'),
    ("a.ts", f'glob("**/*.js"); x("{WEB}"); glob("*/")'),
    ("a.yml", f'x: "a # b {WEB}"'),
    ("a.sh", f"echo a#b; az vm create --image {WEB}"),
    ("a.md", f"# {WEB}"),
    ("a.tf", f'/* x */ id = "{WEB}"'),
]


@pytest.mark.parametrize(("name", "text"), COMMENTED)
def test_what_is_commented_out_is_told_apart_and_not_changed(name: str, text: str) -> None:
    (hit,) = hits_in(source(name, text), IMAGES)
    assert hit.commented
    assert hit.edits == ()


@pytest.mark.parametrize(("name", "text"), IN_USE)
def test_what_only_looks_like_a_comment_is_in_use(name: str, text: str) -> None:
    (hit,) = hits_in(source(name, text), IMAGES)
    assert not hit.commented


def test_bytes_that_are_no_utf8_stay_as_they_are() -> None:
    content = b"name = \xe4\xf6 " + WEB.encode()
    text = SourceText("a.txt", content)
    assert text.is_odd
    assert text.text.encode("utf-8", "surrogateescape") == content


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read(encoding: str) -> None:
    content = f"\ufeffSet-AzVMSourceImage -Id {WEB}".encode(encoding)
    assert len(hits_in(SourceText("a.ps1", content), IMAGES)) == 1


def test_a_bracket_in_a_quoted_text_is_none() -> None:
    text = source("a.tf", 'a { b = "}" c }')
    assert text.blocks_around(10) == [(2, 14)]


def test_a_line_that_nobody_reads_is_shown_around_the_place() -> None:
    text = source("a.json", f'{"x" * 5_000}"{WEB}"{"y" * 5_000}')
    (hit,) = hits_in(text, IMAGES)
    assert WEB in hit.written
    assert len(hit.written) < 500
