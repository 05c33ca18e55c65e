"""Whether a managed image can be made again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.cli.restoring.rules import obstacles
from tests.azure.bodies import definition_body, version_body
from tests.cli.migrations import image

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageDefinition, ImageVersion

VERSION: ImageVersion = wire.image_version(version_body())
DEFINITION: ImageDefinition = wire.image_definition(definition_body())
REGION = VERSION.target_regions[0].name


def test_a_good_version_can_be_restored_where_it_has_a_replica() -> None:
    assert obstacles(VERSION, DEFINITION, None, REGION) == []


@pytest.mark.parametrize(
    ("version", "definition", "region", "why"),
    [
        (None, DEFINITION, REGION, "does not exist"),
        (replace(VERSION, provisioning_state="Failed"), DEFINITION, REGION, "Failed, not Succeeded"),
        (VERSION, replace(DEFINITION, os_state="Specialized"), REGION, "generalized disks"),
        (VERSION, replace(DEFINITION, architecture="Arm64"), REGION, "always x64"),
        (VERSION, replace(DEFINITION, features=(("SecurityType", "TrustedLaunch"),)), REGION, "TrustedLaunch"),
        (VERSION, DEFINITION, "antarctica", "no replica in antarctica"),
    ],
)
def test_what_stands_in_the_way_is_named(
    version: ImageVersion | None, definition: ImageDefinition, region: str, why: str
) -> None:
    (obstacle,) = obstacles(version, definition, None, region)
    assert why in obstacle


def test_an_image_of_that_name_is_not_overwritten() -> None:
    (obstacle,) = obstacles(VERSION, DEFINITION, image("web"), REGION)
    assert "exists already" in obstacle
