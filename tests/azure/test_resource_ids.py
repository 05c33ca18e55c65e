from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.resource_ids import (
    ResourceId,
    definition_id,
    gallery_id,
    image_id,
    parse_resource_id,
    resource_id_or_none,
    same_id,
    version_id,
)
from tests.azure.bodies import IMAGE, SUBSCRIPTION, VERSION

_NAME = st.text("abcXYZ019_-.", min_size=1, max_size=20).filter(lambda name: name.strip("."))


@st.composite
def version_ids(draw: st.DrawFn) -> ResourceId:
    gallery = gallery_id(str(draw(st.uuids())), draw(_NAME), draw(_NAME))
    return version_id(definition_id(gallery, draw(_NAME)), "1.0.0")


def test_the_canonical_spelling_is_azures_own() -> None:
    text = f"/SUBSCRIPTIONS/{SUBSCRIPTION.upper()}/resourcegroups/rg/providers/microsoft.compute/Galleries/g/Images/d"

    assert str(parse_resource_id(text)) == (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/d"
    )


@given(version_ids())
def test_reading_the_canonical_spelling_changes_nothing(resource: ResourceId) -> None:
    assert parse_resource_id(str(resource)) == resource


@given(version_ids())
def test_ids_are_the_same_in_any_case(resource: ResourceId) -> None:
    shouted = parse_resource_id(str(resource).upper())

    assert same_id(shouted, resource)
    assert shouted.key == resource.key
    assert str(shouted).split("/providers/")[1].startswith("Microsoft.Compute/galleries/")


@given(version_ids(), version_ids())
def test_different_ids_are_not_the_same(first: ResourceId, second: ResourceId) -> None:
    assert same_id(first, second) == (first.key == second.key)


def test_an_id_that_only_begins_alike_is_another() -> None:
    assert not same_id(IMAGE, f"{IMAGE}2")
    assert not same_id(image_id(SUBSCRIPTION, "rg", "ab"), image_id(SUBSCRIPTION, "rga", "b"))


def test_the_parents_of_a_version_lead_to_its_gallery() -> None:
    assert VERSION.parent.name == "myImageDefinition"
    assert VERSION.parent.parent.full_type == "Microsoft.Compute/galleries"
    with pytest.raises(InvalidResourceId, match="no parent"):
        _ = VERSION.parent.parent.parent


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("myImage", "does not name a resource"),
        (f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg", "does not name a resource"),
        (str(IMAGE) + "/versions", "does not name a resource"),
        (str(IMAGE).replace("/images/", "//"), "empty"),
        (str(IMAGE).replace(SUBSCRIPTION, "my-subscription"), "not a GUID"),
        (str(IMAGE).replace("resourceGroups", "groups"), "'resourceGroups' is expected"),
        (str(IMAGE).replace("myImage", "my image"), "no name may have"),
        (str(IMAGE) + "?api-version=1", "no name may have"),
        (f"{IMAGE}/providers/Microsoft.Authorization/locks/keep", "extension"),
    ],
)
def test_what_is_no_id_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidResourceId, match=reason) as refusal:
        parse_resource_id(text)

    assert refusal.value.text == text
    assert resource_id_or_none(text) is None


def test_what_may_be_no_id_is_read_as_any_other() -> None:
    assert resource_id_or_none(f" {str(IMAGE).upper()}/ ") == parse_resource_id(str(IMAGE).upper())
    assert resource_id_or_none(None) is None
