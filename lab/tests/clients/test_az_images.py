"""`az image`, `az disk`, `az snapshot`, `az vm`."""

from __future__ import annotations

import pytest

from harness.az import MISSING_RESOURCE, Az
from harness.local_azure import LocalAzure

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
ADMINISTRATOR = ("--admin-username", "azureuser", "--admin-password", "Passw0rd!Passw0rd")
WITH_MACHINE = f"{SEED}\nvirtualMachines: [{{resourceGroup: group, name: machine, image: group/image}}]"


@pytest.fixture(autouse=True)
def empty(azure: LocalAzure) -> None:
    azure.reset()


def version_id(azure: LocalAzure) -> str:
    return f"{azure.group_id('group')}/providers/Microsoft.Compute/galleries/gallery/images/definition/versions/1.0.0"


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


def test_a_machine_is_made_of_a_version_with_everything_it_needs(azure: LocalAzure, az: Az) -> None:
    azure.seed(SEED)

    made = az("vm", "create", *GROUP, "--name", "machine", "--image", version_id(azure), *ADMINISTRATOR)

    assert (made["powerState"], made["privateIpAddress"]) == ("VM running", "10.0.0.4")
    shown = az("vm", "show", *GROUP, "--name", "machine")
    assert shown["storageProfile"]["imageReference"]["id"] == version_id(azure)
    names = {each["name"] for each in az("resource", "list", *GROUP)}
    assert {"machine", "machineVMNic", "machineVNET", "machineNSG", "machinePublicIP"} <= names
    (deployment,) = az("deployment", "group", "list", *GROUP)
    assert deployment["properties"]["provisioningState"] == "Succeeded"
    of_deployment = (*GROUP, "--name", deployment["name"])
    done = az("deployment", "operation", "group", "list", *of_deployment)
    assert [each["properties"]["targetResource"]["resourceName"] for each in done][-1] == "machine"


def test_the_deployment_of_a_machine_can_be_validated_alone_and_not_be_waited_for(azure: LocalAzure, az: Az) -> None:
    azure.seed(SEED)
    create = ("vm", "create", *GROUP, "--name", "machine", "--image", version_id(azure), *ADMINISTRATOR)

    az(*create, "--validate")
    assert az("vm", "list") == []
    az(*create, "--no-wait")
    az("vm", "wait", *GROUP, "--name", "machine", "--created", "--interval", "1")

    assert az("vm", "show", *GROUP, "--name", "machine")["provisioningState"] == "Succeeded"


def test_a_machine_that_is_refused_leaves_its_reason_in_the_deployment(azure: LocalAzure, az: Az) -> None:
    """The version has no replica in the machine's region."""
    azure.seed(SEED)

    az.refused(
        *("vm", "create", *GROUP, "--name", "machine", "--image", version_id(azure), *ADMINISTRATOR),
        *("--location", "westus2"),
    )

    (deployment,) = az("deployment", "group", "list", *GROUP)
    listed = az("deployment", "operation", "group", "list", *GROUP, "--name", deployment["name"])
    failed = [each["properties"] for each in listed if each["properties"]["provisioningState"] == "Failed"]
    assert [each["targetResource"]["resourceName"] for each in failed] == ["machine"]
    assert failed[0]["statusMessage"]["error"]["code"] == "GalleryImageNotFound"
