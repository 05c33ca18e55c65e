"""Ids of managed images in any text, told apart from their neighbours."""

from __future__ import annotations

import json

import pytest

from managed_image_to_gallery.azure.image_ids import ids_in, keys_of
from managed_image_to_gallery.azure.resource_ids import image_id
from tests.azure.bodies import SUBSCRIPTION

IMAGE = image_id(SUBSCRIPTION, "my.group(1)", "web")


@pytest.mark.parametrize(
    "text",
    [
        str(IMAGE),
        str(IMAGE).upper(),
        f"{IMAGE}/",
        f'{{"customImageId":"{IMAGE}"}}',
        json.dumps(json.dumps({"id": str(IMAGE)})),
        json.dumps({"id": str(IMAGE)}).replace("/", "\\/"),
        f"a;{IMAGE};b",
        f"made from {IMAGE}.",
        f"<id>{IMAGE}</id>\n",
        json.dumps(json.dumps({"id": str(IMAGE)}).replace("/", "\\/")),
        json.dumps(json.dumps(json.dumps({"id": str(IMAGE)}).replace("/", "\\/"))),
        f'{{"id":"{IMAGE}"}}'.replace("/", "\\u002F"),
        f"https://portal.azure.com/#blade/x/id/{IMAGE}".replace("/", "%2F"),
        f"https://x/?next={IMAGE}".replace("/", "%252F"),
        f"{IMAGE}%20",
        f"{IMAGE}\\n",
    ],
)
def test_an_id_is_found_in_any_spelling(text: str) -> None:
    assert ids_in(text) == [IMAGE.key]


@pytest.mark.parametrize("deep", [1, 2, 3])
def test_a_group_of_any_script_is_found_in_json_of_json(deep: int) -> None:
    image = image_id(SUBSCRIPTION, "bürø-東京", "web")
    text = str(image)
    for _ in range(deep):
        text = json.dumps(text)
    assert ids_in(text) == [image.key]


@pytest.mark.parametrize("after", ["-2", "2", "_x", ".2", "/versions/1"])
def test_a_neighbour_is_no_such_image(after: str) -> None:
    assert IMAGE.key not in ids_in(f'"{IMAGE}{after}"')


def test_an_image_definition_is_no_managed_image() -> None:
    assert ids_in(f"{IMAGE.resource_group_id}/providers/Microsoft.Compute/galleries/g/images/web") == []


def test_several_are_found_once_each_and_one_without_its_subscription_too() -> None:
    bare = "/resourceGroups/my.group(1)/providers/Microsoft.Compute/images/web"

    assert ids_in(f"{IMAGE}x,{IMAGE};{IMAGE}|{bare}") == [f"{IMAGE.key}x", *keys_of(IMAGE)]
