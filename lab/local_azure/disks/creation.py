"""`creationData`: what a disk or snapshot is made from, and what it takes over from there."""

from __future__ import annotations

from dataclasses import dataclass, field

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.regions import short_name
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.disks import errors

OPTIONS = ("Empty", "Copy", "FromImage", "Import", "Upload", "Restore", "Attach")
IMAGE = "Microsoft.Compute/images"
VERSION = "Microsoft.Compute/galleries/images/versions"
COPIED = ("osType", "hyperVGeneration", "purchasePlan")
IMPORT_SIZE = 30


@dataclass(frozen=True)
class Made:
    """`creation_data` as it is answered, the size in GB, and what the source says of the system."""

    creation_data: Json
    size: int
    system: Json = field(default_factory=dict[str, object])


def make(world: World, properties: Json, location: str) -> Made:
    """Read `creationData` of a new disk or snapshot; refuses sources that are not there."""
    sent = as_object(properties.get("creationData"))
    option = sent.get("createOption")
    if option is None:
        raise errors.required("disk.creationData.createOption")
    if option not in OPTIONS:
        raise errors.invalid_value("disk.creationData.createOption", option)
    asked = asked_gigabytes(properties)
    if option == "FromImage":
        made = _from_image(world, sent, location)
        return Made(made.creation_data, asked or made.size, made.system)
    if option in ("Copy", "Restore"):
        return _copy(world, sent, asked)
    if option == "Empty" and not asked:
        raise errors.required("disk.diskSizeGB")
    return Made(sent, asked or IMPORT_SIZE)


def asked_gigabytes(properties: Json) -> int:
    """`diskSizeGB` of a body, 0 without one; refuses what is no number."""
    sent = properties.get("diskSizeGB")
    if sent is None:
        return 0
    if isinstance(sent, bool) or not isinstance(sent, int | float | str) or not str(sent).isdigit():
        raise errors.invalid_value("disk.diskSizeGB", sent)
    return int(sent)


def _copy(world: World, sent: Json, asked: int) -> Made:
    """A copy knows the very disk that was copied (`sourceUniqueId`,
    lab/tests/recorded/facts/java_2020-12-01_disk_and_snapshot.jsonl). Older clients name it as `sourceUri`, Ansible
    to this day; it is kept as `sourceResourceId` (docs/reference/azure-machines.md#disks-and-snapshots).
    """
    source_id = str(sent.get("sourceResourceId") or sent.get("sourceUri") or "")
    source = world.store.get(source_id)
    if source is None:
        raise errors.source_not_found(source_id)
    system = {name: source.properties[name] for name in COPIED if name in source.properties}
    kept = {name: value for name, value in sent.items() if name != "sourceUri"}
    creation_data = {**kept, "sourceResourceId": source_id, "sourceUniqueId": source.properties.get("uniqueId")}
    return Made(creation_data, asked or int(source.properties.get("diskSizeGB") or 0), system)


def _from_image(world: World, sent: Json, location: str) -> Made:
    """From an image or a version; a version is answered under both names.

    Source: docs/reference/azure-machines.md#a-machine-from-an-image.
    """
    given = as_object(sent.get("galleryImageReference") or sent.get("imageReference"))
    if not given.get("id"):
        raise errors.required("disk.creationData.imageReference.id")
    source = world.store.get(given["id"])
    lun = given.get("lun")
    if source is not None and source.type == VERSION and location in _regions(source):
        both = {"imageReference": given, "galleryImageReference": given}
        return Made({**sent, **both}, _size_in_version(source, lun), _system_of_version(world, source, lun))
    if source is not None and source.type == IMAGE and source.location == location:
        return Made({**sent, "imageReference": given}, _size_in_image(source, lun), _system_of_image(source, lun))
    raise errors.source_not_found(str(given["id"]))


def _regions(version: Resource) -> list[str]:
    publishing = as_object(version.properties.get("publishingProfile"))
    return [short_name(str(as_object(each).get("name"))) for each in as_list(publishing.get("targetRegions"))]


def _size_in_version(version: Resource, lun: object) -> int:
    profile = as_object(version.properties.get("storageProfile"))
    disk = as_object(profile.get("osDiskImage")) if lun is None else _by_lun(profile.get("dataDiskImages"), lun)
    return int(disk.get("sizeInGB") or 0)


def _size_in_image(image: Resource, lun: object) -> int:
    profile = as_object(image.properties.get("storageProfile"))
    disk = as_object(profile.get("osDisk")) if lun is None else _by_lun(profile.get("dataDisks"), lun)
    return int(disk.get("diskSizeGB") or 0)


def _by_lun(disks: object, lun: object) -> Json:
    found = [as_object(each) for each in as_list(disks) if as_object(each).get("lun") == lun]
    return found[0] if found else {}


def _system_of_version(world: World, version: Resource, lun: object) -> Json:
    parent = version.arm_id.parent
    definition = world.store.get(parent) if parent is not None else None
    if definition is None or lun is not None:
        return {}
    return {name: definition.properties[name] for name in COPIED if name in definition.properties}


def _system_of_image(image: Resource, lun: object) -> Json:
    if lun is not None:
        return {}
    os_disk = as_object(as_object(image.properties.get("storageProfile")).get("osDisk"))
    return {"osType": os_disk["osType"], "hyperVGeneration": image.properties["hyperVGeneration"]}
