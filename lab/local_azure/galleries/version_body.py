"""`storageProfile` and `safetyProfile` of a version: what is kept and answered.

Source: docs/reference/azure-galleries.md#version-fields.
"""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.galleries.api_versions import BLOCK_DELETION, END_OF_LIFE, SAFETY_PROFILE, VALIDATIONS_PROFILE
from local_azure.galleries.sources import DISKS, MACHINES, Source

_SOURCE_KEYS = ("id", "virtualMachineId", "communityGalleryImageId")


def storage_profile_at_first(sent: Json, source: Source) -> Json:
    """Until the source is read only what was sent is known; disks as sources get their caching at once."""
    if source.type not in DISKS:
        given = as_object(sent.get("source"))
        return {"source": {key: given[key] for key in _SOURCE_KEYS if given.get(key)}}
    return without_sizes(storage_profile_when_read(sent, source))


def storage_profile_when_read(sent: Json, source: Source) -> Json:
    """The disks with their sizes: `source: {}` for the OS disk of an image, no `source` for its data disks (seen)."""
    os_disk = as_object(sent.get("osDiskImage"))
    by_disk = source.type in DISKS
    caching = str(os_disk.get("hostCaching") or source.os_disk.caching)
    shown: Json = {
        "osDiskImage": {
            "sizeInGB": source.os_disk.size,
            "hostCaching": caching,
            "source": {"id": as_object(os_disk.get("source")).get("id")} if by_disk else {},
        }
    }
    asked = [as_object(each) for each in as_list(sent.get("dataDiskImages"))]
    given = {each["lun"]: each for each in asked if isinstance(each.get("lun"), int)}
    data_disks: list[Json] = []
    for disk in source.data_disks:
        entry: Json = {"lun": disk.lun, "sizeInGB": disk.size, "hostCaching": disk.caching}
        if by_disk:
            entry["source"] = {"id": as_object(given[disk.lun].get("source")).get("id")}
        data_disks.append(entry)
    if data_disks:
        shown["dataDiskImages"] = data_disks
    return shown


_REPORTED = ("reportedForPolicyViolation", "policyViolations")
"""What only Azure writes into a safety profile; here `/admin/change` stands for it."""


def safety_profile(sent: Json, kept: Json, *, new: bool, api_version: str) -> Json:
    """All flags; `blockDeletionBeforeEndOfLife` only once it was set, or by default from 2026-03-03 on."""
    merged = {**kept, **{name: value for name, value in sent.items() if value is not None}}
    shown: Json = {"reportedForPolicyViolation": False, **{name: kept[name] for name in _REPORTED if name in kept}}
    block = merged.get("blockDeletionBeforeEndOfLife")
    if block is None and new and api_version >= END_OF_LIFE:
        block = True
    if block is not None:
        shown["blockDeletionBeforeEndOfLife"] = bool(block)
    shown["allowDeletionOfReplicatedLocations"] = bool(merged.get("allowDeletionOfReplicatedLocations", False))
    return shown


def shown_safety_profile(kept: Json, api_version: str) -> Json | None:
    """The profile as the api-version shows it; None where it has none."""
    if api_version < SAFETY_PROFILE:
        return None
    hidden = "blockDeletionBeforeEndOfLife" if api_version < BLOCK_DELETION else ""
    return {name: value for name, value in kept.items() if name != hidden}


def validations_profile(kept: Json, api_version: str, provisioning_state: str, platform: Json | None) -> Json | None:
    """`NotExecuted` unless `/admin/change` has Azure say something else; absent while the version is updated.

    Of a machine with what it was made from (seen, 2026).
    """
    if api_version < VALIDATIONS_PROFILE or provisioning_state == "Updating":
        return None
    shown: Json = {"validationOperationStatus": "NotExecuted", **kept}
    if platform and platform.get("publisher"):
        shown["platformAttributes"] = [
            {"name": f"source_image_{part}", "value": platform.get(part)} for part in ("publisher", "offer", "sku")
        ]
    return shown


def platform_of(source: Source) -> Json | None:
    """The Marketplace image behind a machine, for `platformAttributes`; images and disks show none."""
    return source.platform if source.type == MACHINES else None


def without_sizes(disks: Json) -> Json:
    """A storage profile's disks before they are read."""
    shown: Json = {}
    if os_disk := as_object(disks.get("osDiskImage")):
        shown["osDiskImage"] = _without_size(os_disk)
    if data_disks := as_list(disks.get("dataDiskImages")):
        shown["dataDiskImages"] = [_without_size(as_object(each)) for each in data_disks]
    return shown


def _without_size(disk: Json) -> Json:
    return {name: value for name, value in disk.items() if name != "sizeInGB"}
