"""What is known of images, and entries for those that no migration names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure.models import ImageReference, ManagedImage
from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
from managed_image_to_gallery.azure.resource_ids import gallery_id
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.inventory.estate import Estate
from managed_image_to_gallery.cli.inventory.rows import image_rows
from managed_image_to_gallery.cli.sharding.images import ImageFacts, entries_for, facts_of, read_image_facts
from tests.cli.migrations import SUBSCRIPTION, entry, image, migrations

GALLERY = gallery_id(SUBSCRIPTION, "gallery", "g")

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from managed_image_to_gallery.config.migration import Migration


def test_the_inventorys_own_rows_are_understood(tmp_path: Path) -> None:
    one = image("web", "South Central US")
    file = tmp_path / "inventory.json"
    file.write_text(json.dumps({"images": image_rows(Estate([one], [], [], ReferenceIndex()), [one]), "versions": []}))
    tags = {name.lower(): value for name, value in one.tags.items()}
    assert read_image_facts(file) == {one.id.key: ImageFacts("southcentralus", tags)}
    file.write_text(file.read_text(), encoding="utf-16")  # as PowerShell writes what a command prints
    assert read_image_facts(file) == {one.id.key: ImageFacts("southcentralus", tags)}


@pytest.mark.parametrize("text", ["", "[]", '{"images": [{"id": "web"}]}', '{"images": {"id": 1}}'])
def test_another_file_is_refused_with_the_way_to_make_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text)
    with pytest.raises(CommandFailed, match="inventory --json"):
        read_image_facts(file)


def _names(images: Sequence[ManagedImage], known: Sequence[Migration] = ()) -> list[object]:
    estate = Estate(images, [], [], ReferenceIndex())
    return [one["source"] for one in entries_for(estate, known, "contoso", GALLERY, date(2026, 1, 1))]


def _source(name: str) -> Mapping[str, str]:
    return {"resourceGroup": "images", "name": name}


def test_images_that_azure_would_not_take_or_that_have_a_migration_get_no_entry() -> None:
    special = replace(image("special"), os_state="Specialized")
    assert _names([image("web"), special, image("db")], migrations(entry("DB"))) == [_source("web")]


def test_entries_can_be_judged_with_the_fleet_and_never_take_a_number_twice() -> None:
    known = migrations(entry("web"))
    images = [image("web-20250101"), image("web-20260101")]
    found = entries_for(Estate(images, [], [], ReferenceIndex()), known, "p", GALLERY, date(2026, 1, 1))
    assert [one["version"] for one in found] == ["1.0.1", "1.0.2"]


def test_regions_are_the_images_and_its_users() -> None:
    one = image("web", "South Central US")
    user = ImageReference(kind="virtual machine", consumer_id="/x/vm", location="westus2")
    estate = Estate([one], [], [], ReferenceIndex({one.id.key: [user]}))
    (found,) = entries_for(estate, (), "p", GALLERY, date(2026, 1, 1))
    assert found["targetRegions"] == [{"name": "southcentralus"}, {"name": "westus2"}]


def test_shards_are_made_by_the_images_own_region_and_tags() -> None:
    one = replace(image("web", "South Central US"), tags={"Team": "Shop"})
    assert facts_of(Estate([one], [], [], ReferenceIndex())) == {
        one.id.key: ImageFacts("southcentralus", {"team": "Shop"})
    }
