"""Which of the SDK's aliases stay."""

from __future__ import annotations

from typing import Any, cast

import pulumi

from managed_image_to_gallery.component.state.former_names import without_type_aliases

NEEDED = "azure-native:compute/v20230701:Image"
"""A type that the state has."""


def transformed(kind: str, *aliases: pulumi.Alias) -> pulumi.ResourceOptions:
    """The options of a resource after the transformation."""
    options = pulumi.ResourceOptions(aliases=[*aliases])
    arguments = pulumi.ResourceTransformationArgs(cast("Any", None), kind, "name", {}, options)
    result = without_type_aliases({NEEDED})(arguments)
    assert result is not None
    return result.opts


def test_aliases_between_api_versions_go_and_all_others_stay() -> None:
    """What a later SDK renames has an alias of another kind: it finds what the state has under the old type."""
    others = (
        pulumi.Alias(type_="azure-native:compute:ImageAsItWasCalled"),
        pulumi.Alias(type_="azure-native:compute/v20240301:Image", name="before"),
        pulumi.Alias(name="before"),
        pulumi.Alias(type_=NEEDED),
    )
    versioned = (
        pulumi.Alias(type_="azure-native:compute/v20240301:Image"),
        pulumi.Alias(type_="azure-native:compute/v20160430preview:Image"),
    )
    assert transformed("azure-native:compute:Image", *versioned, *others).aliases == [*others]
