"""What keeps an image without a machine, found in local Azure, which builds these services by rules of its own."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from harness.server_fixtures import azure, server
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.resource_graph import SweepScope
from managed_image_to_gallery.azure.resource_ids import ResourceId, image_id
from managed_image_to_gallery.azure.settings import AzureSettings

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure
    from managed_image_to_gallery.azure.models import ImageReference

__all__ = ["azure", "server"]

SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: web}, {resourceGroup: group, name: web-2}]
resources:
  - {id: group/Microsoft.Batch/batchAccounts/account, body: {location: eastus}}
  - {id: group/Microsoft.DevTestLab/labs/Lab, body: {location: eastus}}
"""
POOL = {"hostPoolType": "pooled", "loadBalancerType": "BreadthFirst", "preferredAppGroupType": "Desktop"}
DEFINITION = "/providers/Microsoft.Authorization/policyDefinitions/32133ab0-ee4b-4b44-98d6-042180979d50"


def image(azure: LocalAzure, name: str = "web") -> ResourceId:
    return image_id(azure.subscription, "group", name)


def found(azure: LocalAzure, name: str = "web") -> tuple[list[ImageReference], list[ImageReference]]:
    """What lists and what the sweep find."""
    scope = SweepScope((azure.subscription.lower(),))

    async def read() -> tuple[list[ImageReference], list[ImageReference]]:
        async with AzureReader.connect(AzureSettings.read({}, azure.env)) as reader:
            listed = await reader.references_to(image(azure, name), [azure.subscription])
            return listed, await reader.named_elsewhere(image(azure, name), scope)

    return asyncio.run(read())


def put(azure: LocalAzure, path: str, properties: dict[str, Any], version: str, **body: Any) -> None:
    sent = {"properties": properties, **body}
    azure.put(f"{azure.group_id('group')}/providers/{path}", sent, api_version=version).raise_for_status()
    azure.settle()


def batch_pool(azure: LocalAzure, source: str) -> None:
    machines = {"imageReference": {"id": source}, "nodeAgentSkuId": "batch.node.ubuntu 22.04"}
    put(
        azure,
        "Microsoft.Batch/batchAccounts/account/pools/pool",
        {
            "vmSize": "STANDARD_D4",
            "deploymentConfiguration": {"virtualMachineConfiguration": machines},
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 0}},
        },
        "2025-06-01",
    )


def host_pool(azure: LocalAzure, source: str) -> None:
    template = json.dumps({"customImageId": source, "imageType": "CustomImage"}, indent=2)
    path = "Microsoft.DesktopVirtualization/hostPools/pool"
    put(azure, path, {**POOL, "vmTemplate": template}, "2024-04-03", location="eastus")


def custom_image(azure: LocalAzure, source: str) -> None:
    put(azure, "Microsoft.DevTestLab/labs/Lab/customImages/Web", {"managedImageId": source}, "2018-09-15")


def policy(azure: LocalAzure, source: str) -> None:
    parameters = {"listOfImageIdToInclude_linux": {"value": [source]}}
    path = "Microsoft.Authorization/policyAssignments/agents"
    put(azure, path, {"policyDefinitionId": DEFINITION, "parameters": parameters}, "2022-06-01")


@pytest.mark.parametrize(
    ("keep", "kind"),
    [
        (batch_pool, "Batch pool"),
        (host_pool, "AVD host pool"),
        (custom_image, "custom image of a lab"),
        (policy, "policy assignment"),
    ],
)
def test_what_keeps_an_image_is_found_and_its_neighbour_is_free(azure: LocalAzure, keep: Any, kind: str) -> None:
    assert found(azure) == ([], [])

    keep(azure, str(image(azure)).upper().replace("/SUBSCRIPTIONS/", "/subscriptions/"))

    (listed,), swept = found(azure)
    assert listed.kind == kind
    assert listed.names_only is (kind == "policy assignment")
    assert swept == []
    assert found(azure, "web-2") == ([], [])


def test_a_tag_is_found_by_the_sweep_alone(azure: LocalAzure) -> None:
    disk = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4}
    tags = {"JenkinsImageId": str(image(azure))}
    put(azure, "Microsoft.Compute/disks/disk", disk, "2024-03-02", location="eastus", tags=tags)

    listed, (swept,) = found(azure)

    assert listed == []
    assert (swept.kind, swept.names_only) == ("tag of microsoft.compute/disks", True)


@pytest.mark.parametrize("slash", ["\\/", "\\\\/", "\\\\\\/", "\\u002f", "%2F", "%252f"])
def test_an_id_with_escaped_slashes_is_found_by_the_sweep(azure: LocalAzure, slash: str) -> None:
    written = str(image(azure)).replace("/", slash)
    notes = {"description": f'made from {{"image": "{written}"}}'}
    put(azure, "Microsoft.Compute/galleries/notes", notes, "2024-03-03", location="eastus")

    listed, (swept,) = found(azure)

    assert listed == []
    assert (swept.kind, swept.names_only) == ("microsoft.compute/galleries", False)
    assert found(azure, "web-2") == ([], [])
