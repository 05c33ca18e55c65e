"""Ids as Azure spells them, for people."""

from __future__ import annotations

from managed_image_to_gallery.azure.resource_ids import image_id
from managed_image_to_gallery.cli.azure_spelling import spellings

FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"


def test_one_image_is_spelled_as_its_own_answer_has_it() -> None:
    asked = [image_id(FIRST, "my-rg", "img"), image_id(SECOND, "my-rg", "img")]
    found = [image_id(FIRST, "My-RG", "IMG"), image_id(SECOND, "my-rg", "Img")]
    assert spellings(asked, found, {asked[0].key: str(image_id(FIRST, "MY-rg", "iMg"))}) == {
        asked[0].key: str(found[0]),
        asked[1].key: str(found[1]),
    }


def test_of_a_list_only_the_names_keep_their_spelling() -> None:
    asked = [image_id(FIRST, "my-rg", name) for name in ("a", "b")]
    found = [image_id(FIRST, "MY-RG", name) for name in ("A", "B")]
    shown = spellings(asked, found, {asked[0].key: str(image_id(FIRST, "My-RG", "a"))})
    assert shown == {asked[0].key: str(image_id(FIRST, "My-RG", "A")), asked[1].key: str(found[1])}


def test_what_azure_does_not_have_is_not_spelled() -> None:
    assert spellings([image_id(FIRST, "my-rg", "img")], [], {}) == {}
