from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.resource_graph.graph import rows

VERSION = "2018-09-15"
SEED = """
resourceGroups: {group: {location: eastus}}
resources:
  - {id: group/Microsoft.DevTestLab/labs/Lab, body: {location: eastus}}
"""


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed=SEED, limits=0)


def lab(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.DevTestLab/labs/Lab"


def managed(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/images/base"


def put(azure: InProcessAzure, path: str, **properties: Any) -> Any:
    answer = azure.put(f"{lab(azure)}/{path}", {"properties": properties}, api_version=VERSION)
    assert answer.status_code == 201, answer.text
    return answer.json()


def listed(azure: InProcessAzure, collection: str) -> Any:
    (found,) = azure.get(f"{lab(azure)}/{collection}", api_version=VERSION).json()["value"]
    return found


def test_a_custom_image_names_a_managed_one_and_its_id_is_in_lower_case(azure: InProcessAzure):
    put(azure, "customImages/Custom", managedImageId=managed(azure))
    found = listed(azure, "customimages")
    assert found["properties"]["managedImageId"] == managed(azure)
    group = azure.group_id("group").replace("resourceGroups", "resourcegroups")
    assert found["id"] == f"{group}/providers/microsoft.devtestlab/labs/Lab/customimages/Custom"
    assert (found["type"], found["location"]) == ("Microsoft.DevTestLab/labs/customImages", "eastus")


def test_formulas_and_machines_are_two_steps_from_the_image(azure: InProcessAzure):
    custom = put(azure, "customimages/custom", managedImageId=managed(azure))["id"]
    put(azure, "formulas/formula", formulaContent={"properties": {"customImageId": custom}})
    put(azure, "virtualmachines/machine", customImageId=custom)

    assert listed(azure, "formulas")["properties"]["formulaContent"]["properties"]["customImageId"] == custom
    assert listed(azure, "virtualmachines")["properties"]["customImageId"] == custom


def test_resource_graph_has_labs_and_machines_only(azure: InProcessAzure):
    custom = put(azure, "customimages/custom", managedImageId=managed(azure))["id"]
    put(azure, "formulas/formula", formulaContent={"properties": {"customImageId": custom}})
    put(azure, "virtualmachines/machine", customImageId=managed(azure))

    found = {each["type"] for each in rows(azure, "resources | project type")}
    assert found == {"microsoft.devtestlab/labs", "microsoft.devtestlab/labs/virtualmachines"}
    (hit,) = rows(azure, "resources | where tostring(properties) contains '/images/base' | project name")
    assert hit == {"name": "machine"}


def test_what_is_made_stays_the_same_when_it_changes(azure: InProcessAzure):
    first = put(azure, "customimages/custom", managedImageId=managed(azure))["properties"]
    body = {"properties": {"managedImageId": managed(azure), "description": "new"}}
    again = azure.put(f"{lab(azure)}/customimages/custom", body, api_version=VERSION).json()["properties"]
    assert again == {**first, "description": "new"}


@pytest.mark.parametrize(
    ("path", "properties"),
    [
        ("customimages/x", {}),
        ("virtualmachines/x", {}),
        ("virtualmachines/x", {"customImageId": "LAB/customimages/none"}),
        ("formulas/x", {"formulaContent": {"properties": {"customImageId": "LAB/customimages/none"}}}),
    ],
)
def test_what_is_made_of_nothing_is_refused(azure: InProcessAzure, path: str, properties: dict[str, Any]):
    import json

    body = json.loads(json.dumps({"properties": properties}).replace("LAB", lab(azure)))
    assert azure.put(f"{lab(azure)}/{path}", body, api_version=VERSION).status_code == 400
