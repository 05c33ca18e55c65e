"""What other languages see of the component: the schema that Pulumi's analyser makes of its annotations."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.provider.experimental.analyzer import Analyzer

from components.managed_image_to_gallery import ManagedImageToGallery


@pytest.fixture(scope="module")
def schema() -> Any:
    return Analyzer("managed-image-to-gallery").analyze([ManagedImageToGallery])


def test_required_are_only_the_arguments_that_nothing_can_stand_in_for(schema: Any) -> None:
    inputs = schema["component_definitions"]["ManagedImageToGallery"].inputs
    required = {name for name, value in inputs.items() if not value.optional}
    assert {"stage", "source", "gallery", "definition", "version"} <= required
    assert not required & {"tags", "bootTest", "endOfLifeDate", "acceptedReferences", "storageAccountType"}


def test_outputs_are_those_a_virtual_machine_and_an_auditor_need(schema: Any) -> None:
    assert set(schema["component_definitions"]["ManagedImageToGallery"].outputs) == {
        "definitionId",
        "versionId",
        "sourceId",
        "stage",
        "regions",
        "imageReference",
        "plan",
        "evidence",
    }


def test_everything_is_described(schema: Any) -> None:
    component = schema["component_definitions"]["ManagedImageToGallery"]
    told = {"inputs": component.inputs, "outputs": component.outputs}
    told |= {name: kind.properties for name, kind in schema["type_definitions"].items() if kind.properties}
    assert {
        (where, name) for where, names in told.items() for name, value in names.items() if not value.description
    } == set()
    assert len(told) > 10
