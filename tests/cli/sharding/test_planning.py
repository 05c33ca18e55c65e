"""Which stack each migration belongs to."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from managed_image_to_gallery.cli.sharding.choices import Grouping
from managed_image_to_gallery.cli.sharding.images import ImageFacts
from managed_image_to_gallery.cli.sharding.planning import (
    Grouper,
    Member,
    TiedToTwoStacks,
    plan_shards,
    stack_name_part,
)
from tests.cli.migrations import SUBSCRIPTION, entry, migrations


@st.composite
def fleets(draw: st.DrawFn) -> list[Member]:
    """Fleets in which some migrations share a source image or a definition, in three groups."""
    parts = draw(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 9)), max_size=25))
    return [
        Member(f"v{index}", group, frozenset({f"image{image}", f"definition{definition}"}))
        for index, (group, image, definition) in enumerate(parts)
    ]


def _placed(members: list[Member], stacks: dict[str, str]) -> dict[Member, str]:
    return {member: stacks[member.version] for member in members}


def _alone(name: str, group: str = "a") -> Member:
    return Member(name, group, frozenset({f"image-of-{name}", f"definition-of-{name}"}))


@given(fleets(), st.integers(1, 6))
def test_what_only_one_stack_may_declare_is_in_one_stack(members: list[Member], largest: int) -> None:
    stacks = plan_shards(members, {}, prefix="fleet", largest=largest).stacks
    assert set(stacks) == {member.version for member in members}
    for tie in {tie for member in members for tie in member.ties}:
        assert len({stacks[member.version] for member in members if tie in member.ties}) == 1


@given(fleets(), st.integers(1, 6), st.data())
def test_whatever_is_added_moves_nothing(members: list[Member], largest: int, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(members)))
    mixed = data.draw(st.permutations(members))
    before = plan_shards(members[:cut], {}, prefix="fleet", largest=largest)
    try:
        after = plan_shards(mixed, _placed(members[:cut], dict(before.stacks)), prefix="fleet", largest=largest)
    except TiedToTwoStacks:
        reject()
    assert {version: after.stacks[version] for version in before.stacks} == before.stacks
    assert set(after.new) == {member.version for member in members[cut:]}


@given(fleets(), st.integers(1, 6))
def test_planning_again_changes_nothing(members: list[Member], largest: int) -> None:
    first = plan_shards(members, {}, prefix="fleet", largest=largest)
    again = plan_shards(members, _placed(members, dict(first.stacks)), prefix="fleet", largest=1)
    assert (again.stacks, again.new) == (first.stacks, [])


@given(st.lists(st.sampled_from("abc"), max_size=40), st.integers(1, 6))
def test_without_ties_no_stack_is_too_large_and_at_most_one_of_a_group_has_room(groups: str, largest: int) -> None:
    members = [_alone(f"v{index}", group) for index, group in enumerate(groups)]
    stacks = plan_shards(members, {}, prefix="fleet", largest=largest).stacks
    sizes = Counter(stacks.values())
    for group in set(groups):
        own = [size for name, size in sizes.items() if name.startswith(f"fleet-{group}-")]
        assert sum(own) == list(groups).count(group)
        assert len([size for size in own if size < largest]) <= 1
    assert all(size <= largest for size in sizes.values())


def test_a_new_version_of_a_placed_image_follows_it_even_into_a_full_stack() -> None:
    first, other = _alone("v1"), Member("v2", "b", frozenset({"image-of-v1", "definition-of-v2"}))
    shards = plan_shards([other], {first: "fleet-a-1"}, prefix="fleet", largest=1)
    assert shards.stacks == {"v1": "fleet-a-1", "v2": "fleet-a-1"}


def test_what_would_belong_to_two_stacks_is_refused_by_name() -> None:
    joining = Member("v3", "a", frozenset({"image-of-v1", "definition-of-v2"}))
    placed = {_alone("v1"): "fleet-a-1", _alone("v2"): "fleet-a-2"}
    with pytest.raises(TiedToTwoStacks, match="fleet-a-1 and fleet-a-2"):
        plan_shards([joining], placed, prefix="fleet", largest=9)


def test_a_migration_that_left_the_fleets_file_keeps_its_place() -> None:
    shards = plan_shards([_alone("v2")], {_alone("v1"): "fleet-a-1"}, prefix="fleet", largest=1)
    assert shards.stacks == {"v1": "fleet-a-1", "v2": "fleet-a-2"}


def test_names_of_stacks_have_only_what_pulumi_takes() -> None:
    assert stack_name_part("Team Shop / EU") == "team-shop-eu"
    assert stack_name_part("—") == "none"


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
