"""What a program in YAML is checked against; `tests/clients/test_consumers.py` runs one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local_azure.provider.catalogue import known_tokens
from local_azure.provider.package_schema import package_schema


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    return json.loads(package_schema())["resources"]


def test_every_type_with_a_table_is_told(resources: dict[str, Any]) -> None:
    assert sorted(resources) == known_tokens()


def test_inputs_are_path_and_what_can_be_written(resources: dict[str, Any]) -> None:
    gallery = resources["azure-native:compute:Gallery"]
    assert {"galleryName", "resourceGroupName", "location", "description"} <= set(gallery["inputProperties"])
    assert "provisioningState" not in gallery["inputProperties"]


def test_outputs_are_all_that_azure_answers(resources: dict[str, Any]) -> None:
    gallery = resources["azure-native:compute:Gallery"]["properties"]
    assert {"name", "provisioningState", "location"} <= set(gallery)
    assert "galleryName" not in gallery
