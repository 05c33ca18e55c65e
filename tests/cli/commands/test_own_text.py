"""One changed stage is one changed line: line ends, encoding, style, comments and links of the file are the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commands.operator import Operator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.local_azure import LocalAzure

pytestmark = pytest.mark.exhaustive

SEED = """
resourceGroups: {images: {location: West Europe}, gallery: {location: West Europe}}
images: [{resourceGroup: images, name: web, osType: Linux, hyperVGeneration: V2}]
galleries: [{resourceGroup: gallery, name: g}]
"""
OWN = r"""---
# head comment

config:
    managed-image-to-gallery:gallery: { resourceGroup: gallery,  name: g }   # spaced
    managed-image-to-gallery:defaults:
        targetRegions: [
            {name: West Europe},
        ]
        tags:
            'single': 'it''s'
            "esc": "caf\u00e9 \t x"
            folded: >-
                two
                lines
            plain: yes
            big: "1_000"
            empty: ""


    managed-image-to-gallery:migrations:
    - stage:   published   # the stage
      source:
          resourceGroup: images
          name: web
      definition: {name: web, publisher: p, offer: o,
                   sku: web}
      version: '1.0.0'
      acceptedReferences: []
# tail comment
"""


def with_crlf(file: Path) -> None:
    file.write_bytes(OWN.replace("\n", "\r\n").encode())


def in_utf_16(file: Path) -> None:
    file.write_bytes(OWN.encode("utf-16"))


def behind_a_link(file: Path) -> None:
    (file.parent / "conf").mkdir()
    (file.parent / "conf" / "dev.yaml").write_text(OWN)
    file.unlink()
    file.symlink_to("conf/dev.yaml")


@pytest.mark.parametrize("written", [with_crlf, in_utf_16, behind_a_link])
def test_a_changed_stage_is_one_changed_line(
    azure: LocalAzure, tmp_path: Path, written: Callable[[Path], None]
) -> None:
    """The file has no key for secrets yet, and the engine, which adds it, writes the whole file anew."""
    azure.seed(SEED)
    operator = Operator.at(tmp_path, azure)
    file = tmp_path / "Pulumi.dev.yaml"
    written(file)
    first = file.read_bytes()
    assert operator.run("publish", "--yes", "--every", "0.1").returncode == 0
    before = file.read_bytes()
    assert before.startswith(first)
    is_link, files = file.is_symlink(), set(tmp_path.iterdir())

    with operator.in_terminal("validate", "--every", "0.1") as shown:
        shown.wait_for("Validate? [y/N]", seconds=300)
        shown.type("n\n")
        assert shown.end(seconds=300) == 1, shown.screen
    assert file.read_bytes() == before
    assert operator.run("validate", "--yes", "--every", "0.1").returncode == 0

    encoding = "utf-16" if written is in_utf_16 else "utf-8"
    was, now = (content.decode(encoding).splitlines(keepends=True) for content in (before, file.read_bytes()))
    (changed,) = ((old, new) for old, new in zip(was, now, strict=True) if old != new)
    assert changed[1] == changed[0].replace("published", "validated")
    assert (file.is_symlink(), set(tmp_path.iterdir())) == (is_link, files)
