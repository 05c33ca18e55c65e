"""The disks of a machine's model: those of its image, those that are asked for, and what Azure fills in."""

from __future__ import annotations

import re
import uuid

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.virtual_machines.image_reference import answered
from local_azure.virtual_machines.source import ATTACHED, MANAGED, Source, SourceDisk

_PREMIUM_SIZE = re.compile(r"_[A-Z]+S\d|_[A-Z]+\d+(-\d+)?[a-z]*s", re.ASCII)


def new_profile(sent: Json, source: Source, vm_size: str) -> Json:
    """A new machine's `storageProfile`: the image's data disks appear unasked.

    Source: docs/reference/azure-machines.md#a-machine-from-an-image.
    """
    storage_type = default_storage_type(vm_size)
    profile: Json = {}
    if source.kind != ATTACHED:
        profile["imageReference"] = answered(as_object(sent.get("imageReference")), source)
    profile["osDisk"] = _os_disk(as_object(sent.get("osDisk")), source, storage_type)
    profile["dataDisks"] = _data_disks(sent, source.data_disks, storage_type)
    profile["diskControllerType"] = sent.get("diskControllerType", "SCSI")
    return profile


def changed_profile(stored: Json, sent: Json, vm_size: str) -> Json:
    """An existing machine's profile after an update: image and OS disk stay, data disks are the list that was sent."""
    if "dataDisks" not in sent:
        return stored
    known = {each.get("lun"): as_object(each) for each in as_list(stored.get("dataDisks"))}
    wanted = [as_object(each) for each in as_list(sent["dataDisks"])]
    storage_type = default_storage_type(vm_size)
    disks = [known.get(each.get("lun")) or _asked_disk(each, storage_type) for each in wanted]
    return {**stored, "dataDisks": disks}


def named_profile(profile: Json, kind: str, machine: str, disk_prefix: str) -> Json:
    """The profile once the disks are made: each with its name and id. `disk_prefix` ends in `/disks/`."""
    os_disk = _named(as_object(profile.get("osDisk")), _os_disk_name(kind, machine), disk_prefix)
    data_disks: list[Json] = []
    for number, each in enumerate(as_list(profile.get("dataDisks")), start=2):
        disk = as_object(each)
        data_disks.append(_named(disk, _data_disk_name(kind, machine, disk, number), disk_prefix))
    return {**profile, "osDisk": os_disk, "dataDisks": data_disks}


def default_storage_type(vm_size: str) -> str:
    """Premium where the size supports it (an `s` in its name), as seen for DS1_v2, D2s_v3, A1_v2 and D4a_v4."""
    return "Premium_LRS" if _PREMIUM_SIZE.search(vm_size) else "Standard_LRS"


def _os_disk(sent: Json, source: Source, storage_type: str) -> Json:
    disk: Json = {"osType": source.os_type}
    if "name" in sent:
        disk["name"] = sent["name"]
    disk["createOption"] = "Attach" if source.kind == ATTACHED else "FromImage"
    disk["caching"] = sent.get("caching", source.os_caching)
    disk["managedDisk"] = {"storageAccountType": storage_type, **as_object(sent.get("managedDisk"))}
    disk["deleteOption"] = sent.get("deleteOption", "Detach")
    disk["diskSizeGB"] = sent.get("diskSizeGB") or source.os_disk_gb
    if "diffDiskSettings" in sent:
        disk["diffDiskSettings"] = sent["diffDiskSettings"]
    return disk


def _data_disks(sent: Json, of_image: tuple[SourceDisk, ...], storage_type: str) -> list[Json]:
    asked = {each.get("lun"): as_object(each) for each in as_list(sent.get("dataDisks"))}
    disks = [_image_disk(each, asked.pop(each.lun, {}), storage_type) for each in of_image]
    return disks + [_asked_disk(each, storage_type) for each in asked.values()]


def _image_disk(disk: SourceDisk, sent: Json, storage_type: str) -> Json:
    return {
        "lun": disk.lun,
        **({"name": sent["name"]} if "name" in sent else {}),
        "createOption": "FromImage",
        "caching": sent.get("caching", disk.caching),
        "managedDisk": {"storageAccountType": storage_type, **as_object(sent.get("managedDisk"))},
        "deleteOption": sent.get("deleteOption", "Detach"),
        "diskSizeGB": sent.get("diskSizeGB") or disk.size_gb,
        "toBeDetached": False,
    }


def _asked_disk(sent: Json, storage_type: str) -> Json:
    disk = _image_disk(SourceDisk(int(sent.get("lun") or 0), 4), sent, storage_type)
    disk["createOption"] = sent.get("createOption", "Empty")
    return disk


def _named(disk: Json, name: str, disk_prefix: str) -> Json:
    """The disk with its name and id, unless it has them (asked for, attached, or named before)."""
    managed = as_object(disk.get("managedDisk"))
    known = str(managed["id"]).rsplit("/", 1)[-1] if managed.get("id") else None
    disk_name = str(disk.get("name") or known or name)
    first = {key: disk[key] for key in ("osType", "lun") if key in disk}
    named = {**first, "name": disk_name, **{key: disk[key] for key in disk if key not in first}}
    named["managedDisk"] = {**managed, "id": managed.get("id") or disk_prefix + disk_name}
    return named


def _os_disk_name(kind: str, machine: str) -> str:
    middle = "disk1" if kind == MANAGED else "OsDisk_1"
    return f"{machine}_{middle}_{uuid.uuid4().hex}"


def _data_disk_name(kind: str, machine: str, disk: Json, number: int) -> str:
    middle = f"disk{number}" if kind == MANAGED else f"lun_{disk.get('lun')}_{number}"
    return f"{machine}_{middle}_{uuid.uuid4().hex}"
