from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from tests.local_azure.resource_graph.graph import rows

VERSION = "2025-06-01"
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}]
resources:
  - {id: group/Microsoft.Batch/batchAccounts/account, body: {location: eastus}}
"""


@pytest.fixture
def azure() -> InProcessAzure:
    return InProcessAzure(seed=SEED, limits=0)


def account(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Batch/batchAccounts/account"


def image(azure: InProcessAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"


def pool(image_id: str, nodes: int = 0) -> dict[str, Any]:
    machine = {"imageReference": {"id": image_id}, "nodeAgentSkuId": "batch.node.ubuntu 22.04"}
    return {
        "properties": {
            "vmSize": "STANDARD_D4",
            "deploymentConfiguration": {"virtualMachineConfiguration": machine},
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": nodes}},
        }
    }


def test_a_pool_without_a_node_names_its_image(azure: InProcessAzure):
    made = azure.put(f"{account(azure)}/pools/p", pool(image(azure)), api_version=VERSION)
    (listed,) = azure.get(f"{account(azure)}/pools", api_version=VERSION).json()["value"]

    assert (made.status_code, made.headers["etag"]) == (200, listed["etag"])
    machine = listed["properties"]["deploymentConfiguration"]["virtualMachineConfiguration"]
    assert machine["imageReference"]["id"] == image(azure)
    assert listed["properties"]["currentDedicatedNodes"] == 0
    assert listed["type"] == "Microsoft.Batch/batchAccounts/pools"
    found = rows(azure, "batchresources | where tostring(properties) contains '/images/web' | project id, type")
    assert found == [{"id": listed["id"], "type": "microsoft.batch/batchaccounts/pools"}]


def test_accounts_are_listed_in_the_subscription_and_stand_among_resources(azure: InProcessAzure):
    path = f"/subscriptions/{azure.subscription}/providers/Microsoft.Batch/batchAccounts"
    (listed,) = azure.get(path, api_version=VERSION).json()["value"]
    assert listed["properties"]["poolAllocationMode"] == "BatchService"
    assert rows(azure, "resources | where type has 'batch' | project name") == [{"name": "account"}]


def test_a_resize_without_the_image_fails_and_the_pool_stays(azure: InProcessAzure):
    path = f"{account(azure)}/pools/p"
    azure.put(path, pool(image(azure), nodes=2), api_version=VERSION)
    azure.delete(image(azure), api_version="2024-07-01")
    azure.settle()

    grown = azure.put(path, pool(image(azure), nodes=3), api_version=VERSION).json()["properties"]
    assert grown["currentDedicatedNodes"] == 2
    assert [each["code"] for each in grown["resizeOperationStatus"]["errors"]] == ["AllocationFailed"]

    shrunk = azure.put(path, pool(image(azure), nodes=1), api_version=VERSION).json()["properties"]
    assert (shrunk["currentDedicatedNodes"], "errors" in shrunk["resizeOperationStatus"]) == (1, False)


def test_a_pool_need_not_be_made_of_machines(azure: InProcessAzure):
    deployment = {"cloudServiceConfiguration": {"osFamily": "5"}}
    body = {"properties": {"vmSize": "Small", "deploymentConfiguration": deployment}}
    assert azure.put(f"{account(azure)}/pools/p", body, api_version="2021-01-01").status_code == 200


@pytest.mark.parametrize(
    "change", [{"vmSize": None}, {"deploymentConfiguration": None}, {"deploymentConfiguration": "elsewhere"}]
)
def test_a_pool_that_batch_would_not_take_is_refused(azure: InProcessAzure, change: dict[str, Any]):
    foreign = "/subscriptions/x/resourceGroups/g/providers/Microsoft.Compute/images/web"
    body = pool(foreign if "elsewhere" in change.values() else image(azure))
    body["properties"] |= {name: value for name, value in change.items() if value is None}
    assert azure.put(f"{account(azure)}/pools/p", body, api_version=VERSION).status_code == 400


def test_an_older_version_names_a_member_otherwise(azure: InProcessAzure):
    azure.put(f"{account(azure)}/pools/p", pool(image(azure)), api_version=VERSION)
    shown = azure.get(f"{account(azure)}/pools/p", api_version="2019-08-01").json()["properties"]
    assert (shown["maxTasksPerNode"], "taskSlotsPerNode" in shown) == (1, False)


def test_the_pools_of_an_account_that_is_not_there_cannot_be_listed(azure: InProcessAzure):
    answer = azure.get(f"{account(azure)}x/pools", api_version=VERSION)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ParentResourceNotFound")
