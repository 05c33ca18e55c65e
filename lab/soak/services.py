"""What services keep of an image although no machine of it runs: a Batch pool without a node, desktops to be made.

Each fails only when it makes its next machine, so nothing but the gate stands between such a service and the deletion.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

GROUP = "serviceGroup"
ACCOUNTS, HOST_POOLS = "Microsoft.Batch/batchAccounts", "Microsoft.DesktopVirtualization/hostPools"
BATCH_API, DESKTOPS_API = "2025-06-01", "2024-04-03"
ACCOUNT = f"""
resourceGroups: {{{GROUP}: {{location: southcentralus}}}}
resources: [{{id: {GROUP}/{ACCOUNTS}/account, body: {{location: southcentralus}}}}]
"""
BATCH_POOL, DESKTOPS = "Batch pool of the image", "host pool that names the image"


def _pool(azure: LocalAzure) -> str:
    return f"{azure.group_id(GROUP)}/providers/{ACCOUNTS}/account/pools/nightly"


def _desktops(azure: LocalAzure) -> str:
    return f"{azure.group_id(GROUP)}/providers/{HOST_POOLS}/desktops"


def make_pool(azure: LocalAzure, image: str) -> None:
    """A pool that has no node now and needs the image for the next one."""
    azure.seed(ACCOUNT)
    machines = {"imageReference": {"id": image}, "nodeAgentSkuId": "batch.node.ubuntu 22.04"}
    properties = {
        "vmSize": "STANDARD_D4",
        "deploymentConfiguration": {"virtualMachineConfiguration": machines},
        "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 0}},
    }
    azure.put(_pool(azure), {"properties": properties}, api_version=BATCH_API).raise_for_status()


def make_desktops(azure: LocalAzure, image: str) -> None:
    """A host pool whose template, a text, names the image."""
    azure.seed(ACCOUNT)
    properties = {
        "hostPoolType": "Pooled",
        "loadBalancerType": "BreadthFirst",
        "preferredAppGroupType": "Desktop",
        "vmTemplate": json.dumps({"imageType": "CustomImage", "customImageId": image}),
    }
    body = {"location": "southcentralus", "properties": properties}
    azure.put(_desktops(azure), body, api_version=DESKTOPS_API).raise_for_status()


def give_up(azure: LocalAzure) -> None:
    """Their owners do without them."""
    for path, api_version in ((_pool(azure), BATCH_API), (_desktops(azure), DESKTOPS_API)):
        if azure.get(path, api_version=api_version).status_code == 200:
            azure.remove(path)


def keeping(azure: LocalAzure, image: str) -> list[str]:
    """The services that name the image, as Azure answers at this moment."""
    named = re.compile(rf"{re.escape(image)}(?![\w.()-])", re.IGNORECASE)
    found: list[str] = []
    for path, api_version in ((_pool(azure), BATCH_API), (_desktops(azure), DESKTOPS_API)):
        answer = azure.get(path, api_version=api_version)
        if answer.status_code == 200 and named.search(answer.text):
            found.append(path)
    return [f"{path} needs it" for path in found]
