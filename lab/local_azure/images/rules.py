"""What Azure asks of the body of a managed image."""

from __future__ import annotations

import re

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.storage import CACHING, DISK_TYPES, GENERATIONS, OS_STATES, OS_TYPES
from local_azure.images import errors

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?")
_PROFILE = "properties.storageProfile"
ENUMERATIONS = {
    "properties.hyperVGeneration": GENERATIONS,
    f"{_PROFILE}.osDisk.osType": OS_TYPES,
    f"{_PROFILE}.osDisk.osState": OS_STATES,
    f"{_PROFILE}.osDisk.caching": CACHING,
    f"{_PROFILE}.osDisk.storageAccountType": DISK_TYPES,
    f"{_PROFILE}.dataDisks[].caching": CACHING,
    f"{_PROFILE}.dataDisks[].storageAccountType": DISK_TYPES,
}


def check_name(name: str) -> None:
    """1 to 80 letters, digits, `_`, `.` and `-`, from a letter or digit to one of them or `_` (resource name rules)."""
    if not _NAME.fullmatch(name):
        raise errors.invalid_name()


def check_properties(properties: Json) -> None:
    """A source, and an OS disk that says what it holds unless a machine knows it."""
    generation = properties.get("hyperVGeneration")
    if generation is not None and generation not in GENERATIONS:
        raise errors.invalid_value("hyperVGeneration", generation)
    if "sourceVirtualMachine" in properties:
        if not as_object(properties["sourceVirtualMachine"]).get("id"):
            raise errors.required("sourceVirtualMachine.id")
        return
    os_disk = as_object(as_object(properties.get("storageProfile")).get("osDisk"))
    if not os_disk:
        raise errors.required("osDisk")
    _check_os_disk(os_disk)
    for disk in data_disks(properties):
        if not isinstance(disk.get("lun"), int):
            raise errors.required("dataDisk.lun")
        _check_disk_source(disk, "dataDisk")


def data_disks(properties: Json) -> list[Json]:
    """The data disks of a body or of a kept image."""
    return [as_object(each) for each in as_list(as_object(properties.get("storageProfile")).get("dataDisks"))]


def source_of(disk: Json) -> str | None:
    """What a disk of an image is made from: the id of a disk or snapshot, or the URI of a blob."""
    for member in ("managedDisk", "snapshot"):
        if resource_id := as_object(disk.get(member)).get("id"):
            return str(resource_id)
    return str(disk["blobUri"]) if disk.get("blobUri") else None


def check_unchanged(stored: Json, sent: Json) -> None:
    """An image's source, operating system and generation are fixed; what is not sent is not changed.

    Source: docs/reference/azure-errors.md#change-of-an-image.
    """
    source = "sourceVirtualMachine"
    if source in sent and _id(sent.get(source)) != _id(stored.get(source)):
        raise errors.change_not_allowed(source)
    if sent.get("hyperVGeneration") not in (None, stored.get("hyperVGeneration")):
        raise errors.change_not_allowed("hyperVGeneration")
    kept = as_object(as_object(stored.get("storageProfile")).get("osDisk"))
    given = as_object(as_object(sent.get("storageProfile")).get("osDisk"))
    for member in ("osType", "osState"):
        if given.get(member) not in (None, kept.get(member)):
            raise errors.change_not_allowed(f"osDisk.{member}")
    given_source = source_of(given)
    if given_source is not None and given_source.lower() != (source_of(kept) or "").lower():
        raise errors.change_not_allowed("osDisk")
    _check_other_disks(as_object(stored.get("storageProfile")), as_object(sent.get("storageProfile")))


def _check_other_disks(stored: Json, sent: Json) -> None:
    """Data disks and zone resilience are fixed as the OS disk is: inferred from it."""
    if "dataDisks" in sent and _sources_by_lun(sent) != _sources_by_lun(stored):
        raise errors.change_not_allowed("dataDisks")
    if sent.get("zoneResilient") not in (None, stored.get("zoneResilient", False)):
        raise errors.change_not_allowed("zoneResilient")


def _sources_by_lun(profile: Json) -> dict[object, str]:
    disks = data_disks({"storageProfile": profile})
    return {disk.get("lun"): (source_of(disk) or "").lower() for disk in disks}


def _check_os_disk(os_disk: Json) -> None:
    for member, allowed in (("osType", OS_TYPES), ("osState", OS_STATES)):
        value = os_disk.get(member)
        if value is None:
            raise errors.required(f"osDisk.{member}")
        if value not in allowed:
            raise errors.invalid_value(f"osDisk.{member}", value)
    _check_disk_source(os_disk, "osDisk")


def _check_disk_source(disk: Json, parameter: str) -> None:
    if source_of(disk) is None:
        raise errors.required(f"{parameter}.managedDisk")


def _id(value: object) -> str:
    return str(as_object(value).get("id", "")).lower()
