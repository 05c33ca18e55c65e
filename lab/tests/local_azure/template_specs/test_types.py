"""Template specs: text that names images, found by Resource Graph as the object it is."""

from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.resource_graph.graph import names, rows

VERSION = "2021-05-01"
TEMPLATE: dict[str, Any] = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {},
    "resources": [{"type": "Microsoft.Compute/virtualMachines", "name": "[concat('vm', '1')]"}],
}


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed="resourceGroups: {group: {location: eastus}}", limits=0)


def path(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Resources/templateSpecs/machines"


def image(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"


def put(azure: InProcessAzure, below: str = "", **properties: Any) -> Any:
    answer = azure.put(path(azure) + below, {"location": "eastus", "properties": properties}, api_version=VERSION)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def test_a_version_keeps_its_template_as_it_was_sent(azure: InProcessAzure):
    put(azure, description="all")
    made = put(azure, "/versions/1.0", mainTemplate=TEMPLATE)
    (listed,) = azure.get(f"{path(azure)}/versions", api_version=VERSION).json()["value"]
    assert listed["properties"] == made["properties"] == {"mainTemplate": TEMPLATE}
    assert (listed["type"], listed["systemData"]["createdByType"]) == (
        "Microsoft.Resources/templateSpecs/versions",
        "Application",
    )


def test_a_spec_tells_its_versions_where_they_are_asked_for(azure: InProcessAzure):
    put(azure, displayName="Machines")
    put(azure, "/versions/1.0", mainTemplate=TEMPLATE, description="first")
    plain = azure.get(path(azure), api_version=VERSION).json()["properties"]
    expanded = azure.get(path(azure), api_version=VERSION, query={"$expand": "versions"}).json()["properties"]
    assert plain == {"displayName": "Machines"}
    assert (list(expanded["versions"]), expanded["versions"]["1.0"]["description"]) == (["1.0"], "first")


def test_an_image_in_a_template_is_found_by_resource_graph(azure: InProcessAzure):
    put(azure)
    reference = {"storageProfile": {"imageReference": {"id": image(azure)}}}
    put(azure, "/versions/1.0", mainTemplate={**TEMPLATE, "resources": [{"properties": reference}]})
    found = "resources | where tostring(properties) contains '/images/web' | project name"
    assert names(azure, found) == ["1.0"]
    kinds = rows(azure, "resources | where type startswith 'microsoft.resources/' | project type | order by type asc")
    assert [row["type"] for row in kinds] == [
        "microsoft.resources/templatespecs",
        "microsoft.resources/templatespecs/versions",
    ]


def test_a_spec_goes_with_its_versions(azure: InProcessAzure):
    put(azure)
    put(azure, "/versions/1.0", mainTemplate=TEMPLATE)
    assert azure.delete(path(azure), api_version=VERSION).status_code == 200
    assert rows(azure, "resources | where type startswith 'microsoft.resources/' | project id") == []


def test_a_version_without_a_template_or_a_spec_is_refused(azure: InProcessAzure):
    body = {"location": "eastus", "properties": {"mainTemplate": TEMPLATE}}
    orphan = azure.put(f"{path(azure)}/versions/1.0", body, api_version=VERSION)
    put(azure)
    empty = azure.put(f"{path(azure)}/versions/1.0", {"location": "eastus", "properties": {}}, api_version=VERSION)
    assert (orphan.status_code, orphan.json()["error"]["code"]) == (404, "ParentResourceNotFound")
    assert (empty.status_code, empty.json()["error"]["code"]) == (400, "InvalidTemplateSpecVersion")
