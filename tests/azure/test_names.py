from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_image_to_gallery.azure import names
from managed_image_to_gallery.azure.errors import InvalidVersionNumber

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[str], list[str]]

_PARTS = st.tuples(*[st.integers(0, 2**31 - 1)] * 3)


@pytest.mark.parametrize(
    ("rule", "good"),
    [
        (names.violations_of_gallery_name, "myGallery_1.prod"),
        (names.violations_of_gallery_name, "g"),
        (names.violations_of_definition_name, "my-Image.Definition_2"),
        (names.violations_of_image_name, "my-image_"),
        (names.violations_of_resource_group_name, "Gruppe-(Süd)_1"),
        (names.violations_of_resource_group_name, "Größe_ÅΩ画像"),
        (names.violations_of_publisher, "my.Publisher-" + "x" * 115),
        (names.violations_of_offer, "x" * 64),
        (names.violations_of_sku, "20_04-lts"),
        (names.violations_of_version_number, "2018.12.1"),
        (names.violations_of_version_number, "0.0.2147483647"),
    ],
)
def test_good_names_break_no_rule(rule: Rule, good: str) -> None:
    assert rule(good) == []


@pytest.mark.parametrize(
    ("rule", "bad", "said"),
    [
        (names.violations_of_gallery_name, "my-gallery", "'-'"),
        (names.violations_of_gallery_name, "_gallery", "start"),
        (names.violations_of_gallery_name, "gallery.", "end"),
        (names.violations_of_gallery_name, "g" * 81, "81"),
        (names.violations_of_gallery_name, "", "empty"),
        (names.violations_of_gallery_name, "größe", "'ö'"),
        (names.violations_of_definition_name, "definition-", "end"),
        (names.violations_of_image_name, "-image", "start"),
        (names.violations_of_image_name, "image-", "end"),
        (names.violations_of_resource_group_name, "group.", "period"),
        (names.violations_of_resource_group_name, "a/b", "'/'"),
        (names.violations_of_resource_group_name, "\N{KELVIN SIGN}images", "U+212A"),
        (names.violations_of_resource_group_name, "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}mages", "U+0130"),
        (names.violations_of_publisher, "p" * 129, "129"),
        (names.violations_of_offer, "o" * 65, "65"),
        (names.violations_of_sku, "sku.", "period"),
        (names.violations_of_sku, "my sku", "' '"),
        (names.violations_of_version_number, "1.0", "Major.Minor.Patch"),
        (names.violations_of_version_number, "1.0.0.0", "Major.Minor.Patch"),
        (names.violations_of_version_number, "v1.0.0", "Major.Minor.Patch"),
        (names.violations_of_version_number, "1.0.-1", "Major.Minor.Patch"),
        (names.violations_of_version_number, "1.0.٣", "Major.Minor.Patch"),
        (names.violations_of_version_number, "1.01.0", "leading zeros"),
        (names.violations_of_version_number, "1.0.2147483648", "2147483647"),
        (names.violations_of_version_number, "1.0." + "9" * 5000, "2147483647"),
    ],
)
def test_bad_names_are_told_their_rule(rule: Rule, bad: str, said: str) -> None:
    assert any(said in violation for violation in rule(bad))


@given(_PARTS)
def test_a_version_number_is_its_three_parts(parts: tuple[int, int, int]) -> None:
    assert names.version_number(".".join(map(str, parts))) == parts


def test_version_numbers_sort_by_number_not_by_text() -> None:
    assert sorted(["1.10.0", "1.9.0", "1.9.10"], key=names.version_number) == ["1.9.0", "1.9.10", "1.10.0"]


def test_a_bad_version_number_is_an_error_that_says_why() -> None:
    with pytest.raises(InvalidVersionNumber, match=r"Patch 00 must not have leading zeros"):
        names.version_number("1.0.00")
