from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.resource_graph.graph import names, rows

VERSION = "2022-06-01"
DISK = {"location": "eastus", "properties": {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4}}
TYPE = "providers/Microsoft.Authorization/policyAssignments"
DEFINITION = "/providers/Microsoft.Authorization/policyDefinitions/32133ab0-ee4b-4b44-98d6-042180979d50"
SEED = f"""
resourceGroups: {{group: {{location: eastus}}, other: {{location: eastus}}}}
resources:
  - id: /providers/Microsoft.Management/managementGroups/Root/{TYPE}/inherited
    body: {{properties: {{policyDefinitionId: {DEFINITION}, parameters: {{imageIds: {{value: [a;b]}}}}}}}}
"""


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed=SEED, limits=0)


def assigned(azure: InProcessAzure, scope: str, **query: str) -> list[str]:
    answer = azure.get(f"{scope}/{TYPE}", api_version=VERSION, query={f"${name}": each for name, each in query.items()})
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["value"]]


def assign(azure: InProcessAzure, scope: str, name: str) -> Any:
    image = f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"
    properties = {"policyDefinitionId": DEFINITION, "parameters": {"listOfImageIdToInclude_linux": {"value": [image]}}}
    answer = azure.put(f"{scope}/{TYPE}/{name}", {"properties": properties}, api_version=VERSION)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_parameters_come_back_as_they_were_sent(azure: InProcessAzure):
    subscription = f"/subscriptions/{azure.subscription}"
    made = assign(azure, subscription, "agents")
    assert made["id"] == f"{subscription}/{TYPE}/agents"
    shown = azure.get(made["id"], api_version=VERSION).json()["properties"]
    assert shown["scope"] == subscription
    assert shown["enforcementMode"] == "Default"
    assert shown["metadata"]["createdBy"] == azure.instance.identities.owner.object_id
    (image,) = shown["parameters"]["listOfImageIdToInclude_linux"]["value"]
    assert image.endswith("/images/web")


def test_resource_graph_shows_what_policies_say_of_each_resource(azure: InProcessAzure):
    azure.put(f"{azure.group_id('group')}/providers/Microsoft.Compute/disks/data", DISK, api_version="2024-03-02")
    azure.settle()
    assign(azure, azure.group_id("other"), "elsewhere")
    assign(azure, azure.group_id("group"), "here")
    of_disk = "policyresources | where properties.resourceId endswith '/disks/data'"
    shown = rows(azure, f"{of_disk} | project type, by = tostring(properties.policyAssignmentName) | order by by asc")
    assert [row["by"] for row in shown] == ["here", "inherited"]
    assert {row["type"] for row in shown} == {"microsoft.policyinsights/policystates"}


def test_the_list_of_a_subscription_has_inherited_ones_and_those_of_groups(azure: InProcessAzure):
    subscription = f"/subscriptions/{azure.subscription}"
    assign(azure, subscription, "whole")
    assign(azure, azure.group_id("group"), "part")

    assert sorted(assigned(azure, subscription)) == ["inherited", "part", "whole"]
    assert sorted(assigned(azure, azure.group_id("group"))) == ["inherited", "part", "whole"]
    assert sorted(assigned(azure, azure.group_id("other"))) == ["inherited", "whole"]
    assert sorted(assigned(azure, subscription, filter="atScope()")) == ["inherited", "whole"]
    assert assigned(azure, subscription, filter="atExactScope()") == ["whole"]


def test_an_inherited_one_is_marked_by_its_id(azure: InProcessAzure):
    answer = azure.get(f"/subscriptions/{azure.subscription}/{TYPE}", api_version=VERSION)
    (inherited,) = answer.json()["value"]
    assert inherited["id"].startswith("/providers/Microsoft.Management/managementGroups/Root/")
    assert inherited["properties"]["scope"] == "/providers/Microsoft.Management/managementGroups/Root"


def test_resource_graph_has_them_in_a_table_of_their_own(azure: InProcessAzure):
    assign(azure, azure.group_id("group"), "part")
    assert names(azure, "policyresources | where tostring(properties) contains '/images/web' | project name") == [
        "part"
    ]
    assert names(azure, "resources | project name") == []


def test_an_assignment_of_nothing_is_refused(azure: InProcessAzure):
    path = f"{azure.group_id('group')}/{TYPE}/empty"
    assert azure.put(path, {"properties": {}}, api_version=VERSION).status_code == 400
