"""The copy of the config that the engine gets: the same, but for entries that nobody asked for."""

from __future__ import annotations

from typing import Any, cast

import pytest
import yaml

from managed_image_to_gallery.cli.config_file.resolved import MIGRATIONS, NotEditable, resolved
from managed_image_to_gallery.cli.selection.config_copy import as_in_the_file, config_copy
from managed_image_to_gallery.config.parse import parse_stack_config
from tests.cli.migrations import SUBSCRIPTION

TEXT = """\
encryptionsalt: v1:abc
config:
  managed-image-to-gallery:gallery: {resourceGroup: rg, name: gallery}
  managed-image-to-gallery:migrations:
    - &base
      stage: published
      source: {resourceGroup: images, name: web}
      definition: &def {name: web, publisher: p, offer: o, sku: web, description: "é: ✓", architecture: x64}
      version: "1.10.0"
      targetRegions: [{name: westus2, replicaCount: 1}]
      tags: {time: "12:30:45", number: "1.10"}
    - <<: *base
      source: {resourceGroup: images, name: db}
      version: "2.0.0"
      definition: {name: web, publisher: p, offer: o, sku: web}
    - <<: *base
      version: "3.0.0"
      definition: {<<: *def, name: other, sku: other}
"""


def plan_of(text: str) -> Any:
    raw = cast("dict[str, object]", yaml.safe_load(text)["config"])
    own = {key.partition(":")[2]: value for key, value in raw.items()}
    return parse_stack_config(own, SUBSCRIPTION).migrations


EVERYBODY = plan_of(TEXT)
FIRST, SECOND, THIRD = EVERYBODY


def test_with_everybody_it_is_the_file_itself() -> None:
    assert config_copy(TEXT, EVERYBODY, EVERYBODY) is TEXT


def test_what_is_left_out_leaves_the_others_as_they_resolve() -> None:
    copied = config_copy(TEXT, EVERYBODY, [FIRST, THIRD])
    first, _, third = resolved(TEXT).entries
    assert resolved(copied).entries == [first, third]
    assert resolved(copied).body["encryptionsalt"] == "v1:abc"


def test_an_entry_whose_anchor_is_left_out_resolves_to_the_same() -> None:
    copied = config_copy(TEXT, EVERYBODY, [THIRD])
    assert resolved(copied).entries == [resolved(TEXT).entries[2]]


def test_a_shared_definition_keeps_what_only_the_left_out_says() -> None:
    """The definition is made once, and its architecture can never be changed."""
    copied = config_copy(TEXT, EVERYBODY, [SECOND])
    (only,) = resolved(copied).entries
    assert only["definition"]["architecture"] == "x64"
    assert plan_of(copied)[0].definition == EVERYBODY[0].definition
    assert {**only, "definition": 0} == {**resolved(TEXT).entries[1], "definition": 0}


def test_without_a_list_one_cannot_be_told_from_the_others() -> None:
    text = f"config:\n  {MIGRATIONS}: '[]'\n"
    with pytest.raises(NotEditable):
        config_copy(text, EVERYBODY, [SECOND])


def test_messages_name_the_places_of_the_file() -> None:
    assert as_in_the_file("migrations[1].tags and migrations[0]", EVERYBODY, [SECOND, THIRD]) == (
        "migrations[2].tags and migrations[1]"
    )


def test_entries_can_stand_in_another_order() -> None:
    first, second, third = resolved(TEXT).entries
    assert resolved(config_copy(TEXT, EVERYBODY, [THIRD, FIRST, SECOND])).entries == [third, first, second]
