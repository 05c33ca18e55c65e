"""Services that hold the id of an image, and the two that tell of them: Resource Graph and the activity log."""

from __future__ import annotations

from datetime import datetime

from local_azure.arm.json_types import Json
from local_azure.arm.settings import DEFAULT_SUBSCRIPTION
from local_azure.arm.writes import Write
from tests.recorded.replay import GROUPS_API, Replay

SUBSCRIPTION = f"/subscriptions/{DEFAULT_SUBSCRIPTION}"
BATCH = "2021-01-01"


def graph_next_page(replay: Replay) -> None:
    """Three rows of a page that begins at the sixth, and more behind it; the body names its subscription."""
    sent = replay.flow.exchanges[0].body or {}
    replay.bodies = {0: {**sent, "subscriptions": [DEFAULT_SUBSCRIPTION]}}
    replay.arrange(f"{SUBSCRIPTION}/resourceGroups/Group", {"location": "westus"}, GROUPS_API)
    for number in range(9):
        network = f"{SUBSCRIPTION}/resourceGroups/Group/providers/Microsoft.Network/virtualNetworks/v{number}"
        space = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
        replay.arrange(network, {"location": "westus", "properties": space}, "2024-05-01")


def graph_query_error(replay: Replay) -> None:
    """Nothing has to be there."""


def activity_of_a_machine(replay: Replay) -> None:
    """A machine that was written to; what it came to is told on the next day, behind the range that is asked for."""
    _note(
        replay,
        "2022-06-29T09:54:09.5225761Z",
        "Microsoft.Compute/virtualMachines/write",
        f"{SUBSCRIPTION}/resourceGroups/group-1/providers/Microsoft.Compute/virtualMachines/vm-1",
    )


def activity_of_documentation(replay: Replay) -> None:
    _note(
        replay,
        "2015-01-21T22:14:26.9792776Z",
        "microsoft.support/supporttickets/write",
        f"{SUBSCRIPTION}/resourceGroups/MSSupportGroup/providers/microsoft.support/supporttickets/115012112305841",
    )


def batch_pools(replay: Replay) -> None:
    account = _batch_account(replay, "westus", BATCH)
    image = {"publisher": "MicrosoftWindowsServer", "offer": "WindowsServer", "sku": "s", "version": "latest"}
    machine: Json = {"imageReference": image, "nodeAgentSkuId": "batch.node.windows amd64"}
    machine["windowsConfiguration"] = {"enableAutomaticUpdates": True}
    _pool(replay, account, "test_iaas_pool", {"virtualMachineConfiguration": machine}, vmSize="STANDARD_A1")
    start_task: Json = {
        "commandLine": 'cmd.exe /c "echo hello world"',
        "resourceFiles": [{"filePath": "filename.txt", "httpUrl": "https://blobsource.com"}],
        "environmentSettings": [{"name": "ENV_VAR", "value": "env_value"}],
        "userIdentity": {"autoUser": {"scope": "Pool", "elevationLevel": "Admin"}},
        "maxTaskRetryCount": 0,
        "waitForSuccess": True,
    }
    login = {"loginMode": "Interactive"}
    user = {"name": "UserName", "elevationLevel": "NonAdmin", "windowsUserConfiguration": login}
    services: Json = {"cloudServiceConfiguration": {"osFamily": "5", "osVersion": "*"}}
    _pool(replay, account, "test_paas_pool", services, vmSize="Small", startTask=start_task, userAccounts=[user])


def batch_of_documentation(replay: Replay) -> None:
    group = f"{SUBSCRIPTION}/resourceGroups/default-azurebatch-japaneast"
    replay.arrange(group, {"location": "japaneast"}, GROUPS_API)
    account = f"{group}/providers/Microsoft.Batch/batchAccounts/sampleacct"
    replay.arrange(account, {"location": "japaneast"}, "2026-08-01")


def lab_images(replay: Replay) -> None:
    replay.arrange_group("westeurope")
    lab = f"{replay.group_id()}/providers/Microsoft.DevTestLab/labs/labName"
    replay.arrange(lab, {"location": "westeurope"}, "2018-09-15")
    machine = f"{lab}/virtualmachines/vmName".replace("resourceGroups", "resourcegroups").replace(
        "Microsoft.DevTestLab", "microsoft.devtestlab"
    )
    properties = {
        "description": "My Custom Image",
        "author": "authorName",
        "vm": {"linuxOsInfo": {"linuxOsState": "NonDeprovisioned"}, "sourceVmId": machine},
    }
    replay.arrange(f"{lab}/customimages/customImageName", {"properties": properties}, "2018-09-15")


def host_pools(replay: Replay) -> None:
    _host_pool(replay, "2022-09-09", {"vmTemplate": "{json:json}"})


def host_configuration(replay: Replay) -> None:
    pool = _host_pool(replay, "2026-04-01-preview", {"managementType": "Automated"})
    image = f"{SUBSCRIPTION}/resourceGroups/resourceGroup1/providers/Microsoft.Compute/images/imageName"
    parts = {each: {"x": "y"} for each in ("diskInfo", "domainInfo", "networkInfo", "vmAdminCredentials")}
    custom = {"type": "Custom", "customInfo": {"resourceId": image}}
    properties = {"vmNamePrefix": "vm", "vmSizeId": "Standard_D2s_v3", "imageInfo": custom, **parts}
    body = {"properties": properties}
    replay.arrange(f"{pool}/sessionHostConfigurations/default", body, "2026-04-01-preview")


def _host_pool(replay: Replay, version: str, properties: Json) -> str:
    group = f"{SUBSCRIPTION}/resourceGroups/resourceGroup1"
    replay.arrange(group, {"location": "centralus"}, GROUPS_API)
    pool = f"{group}/providers/Microsoft.DesktopVirtualization/hostPools/hostPool1"
    kinds = {"hostPoolType": "Pooled", "loadBalancerType": "BreadthFirst", "preferredAppGroupType": "Desktop"}
    body: Json = {"location": "centralus", "tags": {"key1": "value1"}, "properties": {**kinds, **properties}}
    replay.arrange(pool, body, version)
    return pool


def _batch_account(replay: Replay, location: str, version: str) -> str:
    replay.arrange_group(location)
    account = f"{replay.group_id()}/providers/Microsoft.Batch/batchAccounts/batch1f5c0f25"
    replay.arrange(account, {"location": location}, version)
    return account


def _pool(replay: Replay, account: str, name: str, deployment: Json, **others: object) -> None:
    properties: Json = {"displayName": "test_pool", "deploymentConfiguration": deployment, **others}
    replay.arrange(f"{account}/pools/{name}", {"properties": properties}, BATCH)


def _note(replay: Replay, at: str, action: str, resource_id: str) -> None:
    """A write of that time, whose operation ended after a day and a half."""
    moment = datetime.fromisoformat(at).timestamp()
    correlation = "e961b421-ebbf-4df8-b02a-a937e6613c7b"
    ended = moment + 1.5 * 86_400
    replay.azure.world.writes.note(
        Write(moment, action, resource_id, "PUT", "o", "c", correlation, 200, response="{}", ended=ended)
    )


SCENARIOS = {
    "cli_2021-03-01_resource_graph_next_page": graph_next_page,
    "cli_2021-03-01_resource_graph_query_error": graph_query_error,
    "issue_2022_activity_log_vm_write": activity_of_a_machine,
    "spec_2015-04-01_activity_log": activity_of_documentation,
    "py_2021-01-01_batch_pools_list": batch_pools,
    "spec_2019-08-01_batch_pool_custom_image": batch_of_documentation,
    "spec_2018-09-15_devtestlab_custom_images_list": lab_images,
    "spec_2022-09-09_avd_host_pools_list": host_pools,
    "spec_2026-04-01-preview_avd_session_host_configuration": host_configuration,
}
