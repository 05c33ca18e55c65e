from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.inventory.estate import Estate
from managed_image_to_gallery.cli.inventory.rows import image_rows
from managed_image_to_gallery.cli.sharding.image_facts import ImageFacts, read_image_facts
from tests.cli.migrations import image

if TYPE_CHECKING:
    from pathlib import Path


def test_the_inventorys_own_rows_are_understood(tmp_path: Path) -> None:
    one = image("web", "South Central US")
    file = tmp_path / "inventory.json"
    file.write_text(json.dumps({"images": image_rows(Estate([one], [], [], ReferenceIndex()), [one]), "versions": []}))
    tags = {name.lower(): value for name, value in one.tags.items()}
    assert read_image_facts(file) == {one.id.key: ImageFacts("southcentralus", tags)}


@pytest.mark.parametrize("text", ["", "[]", '{"images": [{"id": "web"}]}', '{"images": {"id": 1}}'])
def test_another_file_is_refused_with_the_way_to_make_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises(CommandFailed, match="inventory --json"):
        read_image_facts(file)
