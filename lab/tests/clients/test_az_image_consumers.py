"""`az batch account list`, `az monitor activity-log list`, `az policy assignment list`, `az ts`; a query by `az rest`.

`az graph query` is an extension of az, which its own index provides and no package registry. `az batch pool list` asks
the account's own endpoint, not Resource Manager.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.az import Az
from harness.local_azure import LocalAzure

CLIENT = "az"
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}]
gone: [{resourceGroup: group, name: agent, image: group/web}]
resources:
  - {id: group/Microsoft.Batch/batchAccounts/account, body: {location: eastus}}
  - id: group/Microsoft.Authorization/policyAssignments/approved
    body: {properties: {policyDefinitionId: /providers/Microsoft.Authorization/policyDefinitions/x}}
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def test_accounts_of_batch_are_listed(az: Az) -> None:
    assert [each["name"] for each in az("batch", "account", "list")] == ["account"]


def test_the_activity_log_is_listed(azure: LocalAzure, az: Az) -> None:
    events = az("monitor", "activity-log", "list", "--offset", "3d", "--namespace", "Microsoft.Compute")
    accepted = [each for each in events if each["status"]["value"] == "Accepted"]
    assert "/images/web" in accepted[-1]["properties"]["responseBody"]
    group = az("monitor", "activity-log", "list", "--offset", "3d", "--resource-group", "group")
    assert {each["resourceGroupName"] for each in group} == {"group"}


def test_policy_assignments_are_listed(az: Az) -> None:
    listed = az("policy", "assignment", "list", "--resource-group", "group")
    assert [each["name"] for each in listed] == ["approved"]


def test_a_template_spec_is_made_shown_and_deleted(azure: LocalAzure, az: Az, tmp_path: Path) -> None:
    image = f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"
    resources = [{"type": "Microsoft.Compute/disks", "apiVersion": "2024-03-02", "name": "d", "location": "eastus"}]
    template = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"image": {"type": "string", "defaultValue": image}},
        "resources": resources,
    }
    file = tmp_path / "template.json"
    file.write_text(json.dumps(template))
    of = ("--resource-group", "group", "--name", "machines")
    az(
        "ts",
        "create",
        *of,
        "--version",
        "1.0",
        "--location",
        "eastus",
        "--template-file",
        str(tmp_path / "template.json"),
    )

    shown = az("ts", "show", *of, "--version", "1.0")
    assert shown["mainTemplate"]["parameters"]["image"]["defaultValue"] == image
    assert [each["name"] for each in az("ts", "list", "--resource-group", "group")] == ["machines"]
    assert list(az("ts", "show", *of)["versions"]) == ["1.0"]
    az("ts", "delete", *of, "--yes")
    assert az("ts", "list") == []


def test_resource_graph_answers_az_rest(azure: LocalAzure, az: Az) -> None:
    url = f"{azure.ready['arm_endpoint']}/providers/Microsoft.ResourceGraph/resources?api-version=2021-03-01"
    query = json.dumps({"query": "resources | where type =~ 'microsoft.compute/images' | project name"})
    answer = az("rest", "--method", "post", "--url", url, "--body", query)
    assert answer["data"] == [{"name": "web"}]
