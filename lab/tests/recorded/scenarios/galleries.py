"""Galleries, definitions and versions."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from local_azure.faults.rules import FaultRule, RegionFault
from tests.recorded.replay import Replay

API = "2024-03-03"
IMAGES_API = "2024-07-01"
DISKS_API = "2023-10-02"
IDENTIFIER: Json = {"publisher": "publisher1", "offer": "offer1", "sku": "sku1"}


def image_of_blob(
    replay: Replay, name: str, location: str, os_type: str, size: int, *, data_disks: bool = False
) -> None:
    """A generalized generation 1 image."""
    os_disk: Json = {"osType": os_type, "osState": "Generalized", "blobUri": "https://blobs/os", "diskSizeGB": size}
    os_disk["caching"] = "None" if os_type == "Windows" else "ReadWrite"
    disks: list[Json] = [{"lun": 0, "blobUri": "https://blobs/data", "diskSizeGB": 10}] if data_disks else []
    properties: Json = {"storageProfile": {"osDisk": os_disk, "dataDisks": disks}, "hyperVGeneration": "V1"}
    replay.arrange(f"images/{name}", {"location": location, "properties": properties}, IMAGES_API)


def gallery_with_definition(
    replay: Replay, gallery: str, definition: str, location: str, os_type: str = "Linux", state: str = "Generalized"
) -> None:
    """The flow's group, a gallery, and a definition in it."""
    replay.arrange_group(location)
    replay.arrange(f"galleries/{gallery}", {"location": location}, API)
    properties: Json = {"osType": os_type, "osState": state, "identifier": IDENTIFIER}
    body: Json = {"location": location, "properties": properties}
    replay.arrange(f"galleries/{gallery}/images/{definition}", body, API)


def version_of_image(replay: Replay, version: str, location: str, image: str, **publishing: object) -> None:
    """A version made from an image."""
    source = f"{replay.group_id()}/providers/Microsoft.Compute/images/{image}"
    properties: Json = {"storageProfile": {"source": {"id": source}}, "publishingProfile": publishing}
    replay.arrange(f"galleries/{version}", {"location": location, "properties": properties, "tags": {}}, API)


def net_gallery(replay: Replay) -> None:
    replay.arrange_group("eastus2")


def net_version_create(replay: Replay) -> None:
    gallery_with_definition(
        replay, "galleryPsTestGallery1579", "galleryPsTestGalleryImage3067", "eastus2", os_type="Windows"
    )
    image_of_blob(replay, "psTestSourceImage8767", "eastus2", "Windows", 127)


def net_version_delete(replay: Replay) -> None:
    net_version_create(replay)
    version = "galleryPsTestGallery1579/images/galleryPsTestGalleryImage3067/versions/1.0.0"
    source = f"{replay.group_id()}/providers/Microsoft.Compute/images/psTestSourceImage8767"
    properties: Json = {
        "storageProfile": {"source": {"id": source}},
        "publishingProfile": {"endOfLifeDate": "2021-06-30T00:00:00Z"},
    }
    replay.arrange(f"galleries/{version}", {"location": "eastus2", "properties": properties}, "2019-12-01")


def cli_gallery(replay: Replay) -> None:
    replay.arrange_group("eastus2")


def cli_gallery_delete(replay: Replay) -> None:
    replay.arrange_group("eastus2")
    replay.arrange("galleries/gallery_000003", {"location": "eastus2"}, API)


def cli_definition(replay: Replay) -> None:
    cli_gallery_delete(replay)


def cli_version_create(replay: Replay) -> None:
    gallery_with_definition(replay, "gallery_000003", "image1", "eastus2")
    image_of_blob(replay, "managedImage1", "eastus2", "Linux", 30, data_disks=True)


def cli_version_add_region(replay: Replay) -> None:
    cli_version_create(replay)
    version_of_image(replay, "gallery_000003/images/image1/versions/1.1.2", "eastus2", "managedImage1", replicaCount=1)


def cli_version_allow_deletion(replay: Replay) -> None:
    gallery_with_definition(replay, "gallery_000003", "image000004", "centraluseuap")
    image_of_blob(replay, "captured000005", "centraluseuap", "Linux", 30)


def cli_version_block_deletion(replay: Replay) -> None:
    gallery_with_definition(replay, "gallery_000003", "image000004", "eastus")
    image_of_blob(replay, "captured000005", "eastus", "Linux", 30)
    source = f"{replay.group_id()}/providers/Microsoft.Compute/images/captured000005"
    properties: Json = {
        "storageProfile": {"source": {"id": source}},
        "publishingProfile": {"endOfLifeDate": "2026-12-31T12:59:59Z"},
        "safetyProfile": {"blockDeletionBeforeEndOfLife": True},
    }
    version = "galleries/gallery_000003/images/image000004/versions/1.1.1"
    replay.arrange(version, {"location": "eastus", "properties": properties, "tags": {}}, API)


def cli_version_drop_location(replay: Replay) -> None:
    gallery_with_definition(replay, "gallery_000002", "image1", "southcentralus", state="Specialized")
    replay.arrange("disks/disk", empty_disk("southcentralus"), DISKS_API)
    source = f"{replay.group_id()}/providers/Microsoft.Compute/disks/disk"
    zones: list[Json] = [
        edge_zone("South Central US", "attdallas1", "StandardSSD_LRS"),
        edge_zone("West US", "microsoftlosangeles1", "Premium_LRS"),
    ]
    properties: Json = {
        "storageProfile": {"osDiskImage": {"source": {"id": source}}},
        "publishingProfile": {"targetExtendedLocations": zones},
    }
    version = "galleries/gallery_000002/images/image1/versions/1.0.0"
    replay.arrange(version, {"location": "southcentralus", "properties": properties, "tags": {}}, "2022-03-03")


def cli_version_from_snapshots(replay: Replay) -> None:
    gallery_with_definition(replay, "gallery_000002", "image1", "eastus2", state="Specialized")
    for name in ("s1", "s2", "s3"):
        replay.arrange(f"snapshots/{name}", empty_disk("eastus2"), DISKS_API)


def cli_soft_delete(replay: Replay) -> None:
    replay.arrange_group("westus")


def cli_version_soft_delete(replay: Replay) -> None:
    gallery_with_recycle_bin(replay)
    source = f"{replay.group_id()}/providers/Microsoft.Compute/virtualMachines/vm1"
    properties: Json = {"storageProfile": {"source": {"virtualMachineId": source}}}
    version = "galleries/sig_000002/images/img_000003/versions/1.1.1"
    replay.arrange(version, {"location": "westus", "properties": properties, "tags": {}}, API)


def cli_version_restore(replay: Replay) -> None:
    cli_version_soft_delete(replay)
    replay.arrange("galleries/sig_000002/images/img_000003/versions/1.1.1", {}, "2026-03-03", method="DELETE")


def put_again_over_unfinished(replay: Replay) -> None:
    """The first creation fails in its region; what it left is put again."""
    gallery_with_definition(replay, "MyGallery", "MyImage", "eastus2")
    machine(replay, "my-vm-with-v2ssd-data", "eastus2", generalized=True, data_disks=True)
    source = f"{replay.group_id()}/providers/Microsoft.Compute/virtualMachines/my-vm-with-v2ssd-data"
    body: Json = {"location": "eastus2", "tags": {}, "properties": {"storageProfile": {"source": {"id": source}}}}
    rule = replay.azure.faults.add(FaultRule(region=RegionFault(name="eastus2", state="Failed")))
    replay.arrange("galleries/MyGallery/images/MyImage/versions/1.2.0", body, API)
    replay.azure.faults.remove(rule.id)
    replay.bodies = {0: body}
    replay.api_version = API


def gallery_with_recycle_bin(replay: Replay) -> None:
    gallery_with_definition(replay, "sig_000002", "img_000003", "westus", state="Specialized")
    policy: Json = {"isSoftDeleteEnabled": True, "retentionPeriodInDays": 31, "gracePeriodInDays": 8}
    body: Json = {"location": "westus", "properties": {"softDeletePolicy": policy}}
    replay.arrange("galleries/sig_000002", body, "2026-03-03")
    machine(replay, "vm1", "westus", generalized=False)


def empty_disk(location: str) -> Json:
    properties: Json = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 10}
    return {"location": location, "properties": properties}


def edge_zone(region: str, name: str, storage: str) -> Json:
    zone: Json = {"name": name, "type": "EdgeZone"}
    return {
        "name": region,
        "extendedLocation": zone,
        "extendedLocationReplicaCount": 1,
        "storageAccountType": storage,
    }


def machine(replay: Replay, name: str, location: str, *, generalized: bool, data_disks: bool = False) -> None:
    """A machine from a Marketplace image, with a network interface."""
    network = f"{replay.group_id()}/providers/Microsoft.Network"
    subnet: Json = {"name": "default", "properties": {"addressPrefix": "10.0.0.0/24"}}
    space: Json = {"addressPrefixes": ["10.0.0.0/16"]}
    replay.arrange(
        f"{network}/virtualNetworks/v",
        {"location": location, "properties": {"addressSpace": space, "subnets": [subnet]}},
        "2024-05-01",
    )
    configuration: Json = {
        "name": "c",
        "properties": {"subnet": {"id": f"{network}/virtualNetworks/v/subnets/default"}},
    }
    replay.arrange(
        f"{network}/networkInterfaces/{name}-nic",
        {"location": location, "properties": {"ipConfigurations": [configuration]}},
        "2024-05-01",
    )
    reference: Json = {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "18.04-LTS", "version": "latest"}
    os_disk: Json = {"createOption": "FromImage", "caching": "ReadWrite", "diskSizeGB": 30}
    disks: list[Json] = [{"lun": 0, "createOption": "Empty", "diskSizeGB": 10}] if data_disks else []
    properties: Json = {
        "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
        "storageProfile": {"imageReference": reference, "osDisk": os_disk, "dataDisks": disks},
        "osProfile": {"computerName": "probe", "adminUsername": "probe", "adminPassword": "A-test-only-1"},
        "networkProfile": {"networkInterfaces": [{"id": f"{network}/networkInterfaces/{name}-nic"}]},
    }
    replay.arrange(f"virtualMachines/{name}", {"location": location, "properties": properties}, IMAGES_API)
    if generalized:
        replay.arrange(f"virtualMachines/{name}/deallocate", {}, IMAGES_API, method="POST")
        replay.arrange(f"virtualMachines/{name}/generalize", {}, IMAGES_API, method="POST")


SCENARIOS = {
    "net_2019-12-01_gallery_and_definition_create": net_gallery,
    "net_2019-12-01_version_create_from_managed_image": net_version_create,
    "net_2019-12-01_version_list_delete": net_version_delete,
    "cli_2025-03-03_gallery_create": cli_gallery,
    "cli_2021-10-01_definition_create": cli_definition,
    "cli_2021-10-01_gallery_delete": cli_gallery_delete,
    "cli_2024-03-03_version_create_from_managed_image": cli_version_create,
    "cli_2024-03-03_version_update_add_region": cli_version_add_region,
    "cli_2024-03-03_version_create_allow_deletion_true": cli_version_allow_deletion,
    "cli_2024-03-03_version_update_block_deletion_true_to_false": cli_version_block_deletion,
    "cli_2022-03-03_version_update_drop_replicated_location": cli_version_drop_location,
    "cli_2021-07-01_version_create_from_snapshots": cli_version_from_snapshots,
    "cli_2021-07-01_gallery_soft_delete_toggle": cli_soft_delete,
    "cli_2026-03-03_gallery_soft_delete_policy": cli_soft_delete,
    "cli_2026-03-03_version_soft_delete": cli_version_soft_delete,
    "cli_2024-03-03_version_restore_soft_deleted": cli_version_restore,
    "issue_2024_version_put_again_over_unfinished": put_again_over_unfinished,
}
