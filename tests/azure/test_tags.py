from __future__ import annotations

import pytest

from managed_image_to_gallery.azure.tags import same_names, violations_of_tag


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("team", "web"),
        ("x" * 512, "y" * 256),
        ("cost centre: 7 (é)", ""),
        ("hidden-link:/a/b", "c"),
        ("link:/a?b", "c"),
    ],
)
def test_tags_that_azure_takes(name: str, value: str) -> None:
    assert not list(violations_of_tag(name, value))


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        *((f"a{character}b", "x", "may hold no") for character in "<>%&\\?/\n"),
        ("", "x", "empty"),
        (" ", "x", "empty"),
        ("x" * 513, "x", "512"),
        ("x", "y" * 257, "256"),
        *((f"{prefix}Team", "x", "must not begin with") for prefix in ("azure", "Microsoft", "WINDOWS")),
    ],
)
def test_tags_that_azure_refuses(name: str, value: str, rule: str) -> None:
    (violation,) = violations_of_tag(name, value)
    assert rule in violation


def test_names_are_compared_without_case() -> None:
    assert list(same_names({"Owner": "a", "team": "b", "owner": "c"})) == [("owner", "Owner")]
