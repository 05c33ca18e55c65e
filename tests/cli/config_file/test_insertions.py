"""What a file of any style gets from `init`: its own bytes stay, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from managed_image_to_gallery.cli.config_file.resolved import GALLERY
from managed_image_to_gallery.cli.config_file.stack_file import StackFile

if TYPE_CHECKING:
    from pathlib import Path

KEY = "managed-image-to-gallery:migrations"
ODD = """\
---
# of the team
encryptionsalt: v1:abc
config:
    azure-native:location:   "West US"   # keeps\ttabs
    x:y: &anchor { a : 1,  b: [ 1,2 ] }
    x:z: *anchor
    # last words
"""
FILES = [
    "",
    "# only a comment\n",
    "encryptionsalt: v1:abc",
    "config: {}\n",
    "config: {}   # nothing yet\nencryptionsalt: v1:abc\n",
    "config:\n  azure-native:location: westus",
    f"config:\n  {KEY}: []   # none yet\n  x:y: 1\n",
    f"config:\n  {KEY}: # the last one is gone\n  x:y: 1\n",
    f"config:\n  x:y: 1\n  {GALLERY}:\n  {KEY}:",
    ODD,
    ODD.rstrip("\n"),
    ODD + "secretsprovider: passphrase\n",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("text", FILES)
def test_every_line_that_was_there_is_there(tmp_path: Path, text: str, newline: str, encoding: str) -> None:
    newline = newline if "\n" in text else "\n"
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    edited = StackFile(path)
    edited.set_missing(GALLERY, {"resourceGroup": "g", "name": "fleet"})
    edited.add([{"stage": "published", "version": "1.10"}, {"stage": "published", "version": "2.0.0"}])
    edited.save()

    written = path.read_bytes().decode(encoding)
    assert set(text.replace("config: {}", "config:").replace("[]", "").replace(":    #", ":   #").splitlines()) <= {
        line.replace(":    #", ":   #") for line in written.split(newline)
    }
    assert "\n" not in written.replace(newline, "")
    before, after = (cast("dict[str, Any]", yaml.safe_load(each) or {}) for each in (text, written))
    config = after.pop("config")
    assert config.pop(KEY) == [{"stage": "published", "version": "1.10"}, {"stage": "published", "version": "2.0.0"}]
    assert config.pop(GALLERY) == {"resourceGroup": "g", "name": "fleet"}
    old = cast("dict[str, Any]", before.pop("config", None) or {})
    old.pop(KEY, None)
    old.pop(GALLERY, None)
    assert (after, config) == (before, old)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
