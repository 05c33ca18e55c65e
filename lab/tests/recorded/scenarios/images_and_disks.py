"""Managed images, disks and snapshots."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from tests.recorded.replay import Replay
from tests.recorded.scenarios.galleries import DISKS_API, empty_disk, machine


def net_image_create(replay: Replay) -> None:
    replay.arrange_group("eastus2")


def net_image_patch(replay: Replay) -> None:
    replay.arrange_group("francecentral")


def cli_image_from_machine(replay: Replay) -> None:
    replay.arrange_group("eastus2")
    machine(replay, "vm1", "eastus2", generalized=True, data_disks=True)


def spec_image_from_disk(replay: Replay) -> None:
    replay.arrange_group("westus")
    replay.arrange("disks/myManagedDisk", empty_disk("westus"), DISKS_API)


def java_disks(replay: Replay) -> None:
    """The recorder kept no request bodies; these are what the SDK's test asks for."""
    replay.arrange_group("westcentralus")
    disk = f"{replay.group_id()}/providers/Microsoft.Compute/disks/md-empty-28743083"
    snapshot = f"{replay.group_id()}/providers/Microsoft.Compute/snapshots/snp-62869ca722"
    replay.bodies = {
        0: _disk({"createOption": "Empty"}, 100),
        3: {**_disk({"createOption": "Copy", "sourceResourceId": disk}, 200), "sku": {"name": "Standard_LRS"}},
        7: _disk({"createOption": "Copy", "sourceResourceId": snapshot}, 300),
    }


def _disk(creation_data: Json, size: int) -> Json:
    properties: Json = {"creationData": creation_data, "diskSizeGB": size}
    return {"location": "westcentralus", "tags": {}, "properties": properties}


SCENARIOS = {
    "net_2021-03-01_managed_image_create": net_image_create,
    "net_2019-07-01_managed_image_patch_list_delete": net_image_patch,
    "cli_2024-07-01_managed_image_create_from_vm": cli_image_from_machine,
    "spec_2024-03-01_image_from_managed_disk": spec_image_from_disk,
    "java_2020-12-01_disk_and_snapshot": java_disks,
}
