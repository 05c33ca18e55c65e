from __future__ import annotations

from typing import Any

import pytest

from managed_image_to_gallery.cli.sharding.choices import Grouping
from managed_image_to_gallery.cli.sharding.image_facts import ImageFacts
from managed_image_to_gallery.cli.sharding.members import Grouper
from tests.cli.migrations import SUBSCRIPTION, entry, migrations

OTHER = "99999999-2222-4333-8444-555555555555"
ELSEWHERE = f"/subscriptions/{OTHER}/resourceGroups/images/providers/Microsoft.Compute/images/web"


def _group(by: Grouping, facts: ImageFacts | None = None, **more: Any) -> str:
    (one,) = migrations(entry("web", **more))
    return Grouper(by, "Team", {one.source_id.key: facts} if facts else {}).member(one).group


def test_the_subscription_is_that_of_the_image_not_of_the_gallery() -> None:
    assert _group(Grouping.SUBSCRIPTION) == SUBSCRIPTION
    assert _group(Grouping.SUBSCRIPTION, source={"id": ELSEWHERE}) == OTHER


def test_the_region_is_the_images_and_without_an_inventory_the_first_target_region() -> None:
    assert _group(Grouping.REGION) == "southcentralus"
    assert _group(Grouping.REGION, ImageFacts("westus2", {})) == "westus2"


@pytest.mark.parametrize(
    ("image_tags", "config_tags", "owner"),
    [
        ({"team": "Shop"}, {"TEAM": "Web"}, "shop"),
        ({}, {"TEAM": "Web"}, "web"),
        ({"cost": "1"}, {}, "unowned"),
    ],
)
def test_the_owner_is_the_images_tag_before_the_configs(
    image_tags: dict[str, str], config_tags: dict[str, str], owner: str
) -> None:
    assert _group(Grouping.OWNER, ImageFacts("westus2", image_tags), tags=config_tags) == owner


def test_a_definition_that_is_only_read_ties_nothing() -> None:
    read = {"name": "web", "publisher": "p", "offer": "o", "sku": "web", "existing": True}
    (declared,), (one,) = migrations(entry("web")), migrations(entry("web", definition=read))
    ties = [Grouper(Grouping.REGION, "", {}).member(migration).ties for migration in (declared, one)]
    assert ties[0] - ties[1] == {declared.definition_id.key}
    assert one.source_id.key in ties[1]
