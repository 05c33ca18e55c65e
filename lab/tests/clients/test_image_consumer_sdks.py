"""azure-mgmt-batch, azure-mgmt-desktopvirtualization, azure-mgmt-devtestlabs: services that hold an image's id."""

from __future__ import annotations

import json
from typing import Any

import pytest
from azure.mgmt.batch import BatchManagementClient
from azure.mgmt.desktopvirtualization import DesktopVirtualizationMgmtClient
from azure.mgmt.desktopvirtualization import models as desktop
from azure.mgmt.devtestlabs import DevTestLabsClient

from harness.local_azure import LocalAzure
from tests.clients.python_clients import management_client

CLIENT = "azure-mgmt of image consumers"
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}]
resources:
  - {id: group/Microsoft.DevTestLab/labs/lab, body: {location: eastus}}
"""


@pytest.fixture(autouse=True)
def seeded(azure: LocalAzure) -> None:
    azure.reset()
    azure.seed(SEED)


def image_id(azure: LocalAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/images/web"


def test_a_batch_pool_is_made_listed_and_deleted(azure: LocalAzure) -> None:
    machine = {"imageReference": {"id": image_id(azure)}, "nodeAgentSkuId": "batch.node.ubuntu 22.04"}
    pool: Any = {
        "properties": {"vmSize": "STANDARD_D4", "deploymentConfiguration": {"virtualMachineConfiguration": machine}}
    }
    account: Any = {"location": "eastus"}
    with management_client(azure, BatchManagementClient) as client:
        client.batch_account.begin_create("group", "account", account).result()
        made = client.pool.create("group", "account", "pool", pool)
        accounts = [each.name for each in client.batch_account.list()]
        listed: list[Any] = list(client.pool.list_by_batch_account("group", "account"))
        client.pool.begin_delete("group", "account", "pool").result()
        left = list(client.pool.list_by_batch_account("group", "account"))

    assert (made.name, accounts, left) == ("pool", ["account"], [])
    configuration = listed[0].properties.deployment_configuration.virtual_machine_configuration
    assert configuration.image_reference.id == image_id(azure)


def test_a_host_pool_keeps_its_template(azure: LocalAzure) -> None:
    template = json.dumps({"customImageId": image_id(azure)})
    pool = desktop.HostPool(
        location="eastus",
        host_pool_type="Pooled",
        load_balancer_type="BreadthFirst",
        preferred_app_group_type="Desktop",
        vm_template=template,
    )
    with management_client(azure, DesktopVirtualizationMgmtClient) as client:
        client.host_pools.create_or_update("group", "pool", pool)
        listed: list[Any] = list(client.host_pools.list())
        client.host_pools.delete("group", "pool")
        left = list(client.host_pools.list())

    assert [each.vm_template for each in listed] == [template]
    assert left == []


def test_what_a_lab_holds_is_listed(azure: LocalAzure) -> None:
    lab = f"{azure.group_id('group')}/providers/Microsoft.DevTestLab/labs/lab"
    custom = f"{lab}/customimages/custom"
    azure.put(custom, {"properties": {"managedImageId": image_id(azure)}}, api_version="2018-09-15")
    content = {"formulaContent": {"properties": {"customImageId": custom}}}
    azure.put(f"{lab}/formulas/formula", {"properties": content}, api_version="2018-09-15")
    azure.put(f"{lab}/virtualmachines/machine", {"properties": {"customImageId": custom}}, api_version="2018-09-15")

    with management_client(azure, DevTestLabsClient) as client:
        labs = [each.name for each in client.labs.list_by_subscription()]
        images: list[Any] = list(client.custom_images.list("group", "lab"))
        formulas: list[Any] = list(client.formulas.list("group", "lab"))
        machines: list[Any] = list(client.virtual_machines.list("group", "lab"))

    assert labs == ["lab"]
    assert [each.managed_image_id for each in images] == [image_id(azure)]
    assert [each.formula_content.custom_image_id for each in formulas] == [custom]
    assert [each.custom_image_id for each in machines] == [custom]
