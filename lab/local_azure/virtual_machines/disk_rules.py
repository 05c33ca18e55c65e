"""What the disks of a machine's body must be, before anything is made of them: shapes, names, ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_azure.arm.errors import invalid_parameter
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.names import is_name
from local_azure.arm.resource_ids import parse_id

if TYPE_CHECKING:
    from collections.abc import Iterator

DISK_TYPE = "microsoft.compute/disks"


def check_disks(storage: Json) -> None:
    """Refuse a disk whose name, number, size or id is none, as 400 `InvalidParameter`."""
    for place, disk in _disks(storage):
        if as_object(disk) is not disk:
            raise _refused(place, disk)
        _check_disk(place, as_object(disk))


def _disks(storage: Json) -> Iterator[tuple[str, object]]:
    if storage.get("osDisk") is not None:
        yield "osDisk", storage["osDisk"]
    for index, disk in enumerate(as_list(storage.get("dataDisks"))):
        yield f"dataDisks[{index}]", disk


def _check_disk(place: str, disk: Json) -> None:
    name, managed = disk.get("name"), disk.get("managedDisk")
    if name is not None and not is_name(name):
        raise _refused(f"{place}.name", name)
    for member in ("lun", "diskSizeGB"):
        number = disk.get(member)
        if number is not None and (type(number) is not int or not 0 <= number <= 65535):
            raise _refused(f"{place}.{member}", number)
    disk_id = as_object(managed).get("id")
    parsed = parse_id(disk_id) if isinstance(disk_id, str) else None
    if disk_id is not None and (parsed is None or parsed.type.lower() != DISK_TYPE):
        raise _refused(f"{place}.managedDisk.id", disk_id)


def _refused(place: str, value: object) -> Exception:
    return invalid_parameter(place, f"The value '{value!s:.100}' of parameter '{place}' is invalid.")
