"""The images that a config names, as ids."""

from __future__ import annotations

import json

import pytest

from managed_image_to_gallery.cli.named_sources import source_id, sources_in, stages_in
from managed_image_to_gallery.cli.preview_digest import Digest
from tests.cli.digests import IMAGE, OTHER_SUBSCRIPTION, SUBSCRIPTION

BY_NAME = {"resourceGroup": "myResourceGroup", "name": "myImage"}
TWIN = IMAGE.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)


def named(*entries: object, subscription: str | None = SUBSCRIPTION) -> Digest:
    return Digest((), (), {"managed-image-to-gallery:migrations": json.dumps(entries)}, subscription)


def entry(stage: str, source: object) -> dict[str, object]:
    return {"stage": stage, "source": source}


def test_a_name_is_an_image_of_the_stacks_subscription() -> None:
    digest = named(entry("retired", BY_NAME), entry("validated", {"id": TWIN.upper()}))
    assert stages_in(digest) == {IMAGE.lower(): "retired", TWIN.lower(): "validated"}
    assert sources_in(digest)[IMAGE.lower()].endswith(
        "/resourceGroups/myResourceGroup/providers/Microsoft.Compute/images/myImage"
    )


def test_an_image_stands_where_its_least_advanced_migration_does() -> None:
    for stage in ("published", "validated", "RETIRED", ""):
        digest = named(entry("retired", BY_NAME), entry(stage, {"id": IMAGE}), entry("retired", BY_NAME))
        assert stages_in(digest) == {IMAGE.lower(): stage}


def test_without_the_subscription_only_ids_are_known() -> None:
    digest = named(entry("retired", BY_NAME), entry("retired", {"id": TWIN}), subscription=None)
    assert list(stages_in(digest)) == [TWIN.lower()]


@pytest.mark.parametrize("source", [None, "x", {}, {"name": "n"}, {"id": "/subscriptions/1"}, {"id": "myImage"}])
def test_what_names_no_image_is_none(source: object) -> None:
    assert source_id(source, SUBSCRIPTION) is None
    assert stages_in(named(entry("retired", source), "no entry")) == {}


def test_an_id_counts_before_a_name_as_in_the_program() -> None:
    assert str(source_id({**BY_NAME, "id": TWIN}, SUBSCRIPTION)) == TWIN
