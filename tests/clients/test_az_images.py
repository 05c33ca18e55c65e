"""`az image`, `az disk`, `az snapshot`, and `az vm` as far as its calls go."""

from __future__ import annotations

import pytest

from tests.clients.az import MISSING_RESOURCE, Az
from tests.support.local_azure import LocalAzure

CLIENT = "az"
GROUP = ("--resource-group", "group")
SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: image}]
galleries:
  - resourceGroup: group
    name: gallery
    definitions:
      - {name: definition, publisher: p, offer: o, sku: s, versions: [{name: 1.0.0, source: group/image}]}
"""
WITH_MACHINE = f"{SEED}\nvirtualMachines: [{{resourceGroup: group, name: machine, image: group/image}}]"


@pytest.fixture(autouse=True)
def empty(azure: LocalAzure) -> None:
    azure.reset()


def test_an_image_is_made_of_a_disk_and_of_a_snapshot(azure: LocalAzure, az: Az) -> None:
    azure.seed(SEED)
    az("disk", "create", *GROUP, "--name", "disk", "--size-gb", "32", "--os-type", "Linux")
    az("snapshot", "create", *GROUP, "--name", "snapshot", "--source", "disk")

    for source in ("disk", "snapshot"):
        made = az("image", "create", *GROUP, "--name", f"of-{source}", "--source", source, "--os-type", "Linux")
        assert made["provisioningState"] == "Succeeded"
        assert made["storageProfile"]["osDisk"][source if source == "snapshot" else "managedDisk"]["id"].endswith(
            source
        )
    assert {each["name"] for each in az("image", "list", *GROUP)} == {"image", "of-disk", "of-snapshot"}


def test_an_image_is_shown_updated_and_deleted(azure: LocalAzure, az: Az) -> None:
    azure.seed(SEED)
    image = (*GROUP, "--name", "image")

    assert az("image", "show", *image)["storageProfile"]["osDisk"]["osType"] == "Linux"
    assert az("image", "update", *image, "--tags", "moved=yes")["tags"] == {"moved": "yes"}
    assert az("image", "delete", *image) is None
    assert az.refused("image", "show", *image).status == MISSING_RESOURCE
    assert az("image", "list") == []


def test_a_machine_is_generalized_and_becomes_an_image(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_MACHINE)
    machine = (*GROUP, "--name", "machine")

    az("vm", "deallocate", *machine)
    az("vm", "generalize", *machine)
    made = az("image", "create", *GROUP, "--name", "of-machine", "--source", "machine")

    assert made["sourceVirtualMachine"]["id"].endswith("/virtualMachines/machine")
    states = [each["code"] for each in az("vm", "get-instance-view", *machine)["instanceView"]["statuses"]]
    assert {"OSState/generalized", "PowerState/deallocated"} <= set(states)


def test_a_machine_runs_a_script_and_is_deleted(azure: LocalAzure, az: Az) -> None:
    azure.seed(WITH_MACHINE)
    machine = (*GROUP, "--name", "machine")

    ran = az("vm", "run-command", "invoke", *machine, "--command-id", "RunShellScript", "--scripts", "echo ready")

    assert "ready" in ran["value"][0]["message"]
    assert [each["name"] for each in az("vm", "list", "--show-details")] == ["machine"]
    assert az("vm", "delete", *machine, "--yes") is None
    assert az("vm", "list") == []


def test_making_a_machine_of_a_version_goes_as_far_as_templates(azure: LocalAzure, az: Az) -> None:
    """`az vm create` deploys a template; local Azure has no templates (docs/local-azure-differences.md)."""
    azure.seed(SEED)
    version = (
        f"{azure.group_id('group')}/providers/Microsoft.Compute/galleries/gallery/images/definition/versions/1.0.0"
    )

    az.refused(
        *("vm", "create", *GROUP, "--name", "machine", "--image", version),
        *("--admin-username", "azureuser", "--admin-password", "Passw0rd!Passw0rd"),
    )

    asked = [(each["method"], each["path"].rpartition("/providers/")[2], each["status"]) for each in azure.requests()]
    assert ("GET", "Microsoft.Network/virtualNetworks", 200) in asked
    assert [each[0::2] for each in asked if each[1].startswith("Microsoft.Compute/galleries")] != []
    method, path, status = asked[-1]
    assert (method, path.rpartition("/")[0], status) == ("PUT", "Microsoft.Resources/deployments", 404)
