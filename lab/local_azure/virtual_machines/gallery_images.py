"""A machine from a gallery: an exact version, or a definition, which means its latest version in the region.

A version can be used where a replica is Completed (docs/reference/azure-errors.md#no-replica-in-the-region). That is
read from the version's own wire form, as any client would: `$expand=ReplicationStatus`.
"""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, World
from local_azure.virtual_machines import errors
from local_azure.virtual_machines.guest import said_by
from local_azure.virtual_machines.source import DEFINITION, VERSION, Source, SourceDisk

USABLE_STATES = {"Succeeded", "Updating", "Failed"}
"""A version whose update failed keeps the replicas it had; one that is still being made cannot be used (inferred)."""
STATUS_API_VERSION = "2024-03-03"


def source(world: World, image_id: str, region: str) -> Source:
    """The version as a source; 404 when none can be used in the region."""
    named = world.store.get(image_id)
    version = latest(world, named, region) if named is not None and named.type == DEFINITION else named
    if version is None or not is_available(world, version, region):
        raise errors.gallery_image_not_found(image_id, region)
    parent = version.arm_id.parent
    definition = world.store.get(parent) if parent is not None else None
    if definition is None:
        raise errors.gallery_image_not_found(image_id, region)
    return _source(world, version, definition)


def latest(world: World, definition: Resource, region: str) -> Resource | None:
    """The highest version that is not excluded from latest and has a replica in the region."""
    candidates = [
        each
        for each in world.store.children(definition.id)
        if each.type == VERSION and not _is_excluded(each, region) and is_available(world, each, region)
    ]
    return max(candidates, key=_order, default=None)


def is_available(world: World, version: Resource, region: str) -> bool:
    """Whether a replica is Completed in the region (short name)."""
    kind = world.type_named(VERSION)
    if kind is None or version.provisioning_state not in USABLE_STATES:
        return False
    call = Call(world, "GET", version.arm_id, STATUS_API_VERSION, query={"$expand": "ReplicationStatus"})
    shown = as_object(kind.render(call, version).get("properties"))
    summary = as_list(as_object(shown.get("replicationStatus")).get("summary"))
    return any(_short(each.get("region")) == region and each.get("state") == "Completed" for each in summary)


def _source(world: World, version: Resource, definition: Resource) -> Source:
    profile = as_object(version.properties.get("storageProfile"))
    os_disk = as_object(profile.get("osDiskImage"))
    return Source(
        VERSION,
        os_type=str(definition.properties.get("osType", "Linux")),
        os_disk_gb=int(os_disk.get("sizeInGB") or 30),
        os_caching=str(os_disk.get("hostCaching", "ReadWrite")),
        generation=str(definition.properties.get("hyperVGeneration", "V1")),
        specialized=definition.properties.get("osState") == "Specialized",
        data_disks=tuple(_data_disk(as_object(each)) for each in as_list(profile.get("dataDiskImages"))),
        plan=definition.properties.get("purchasePlan"),
        security_type=_security_type(definition),
        exact_version=version.name,
        guest=_guest(world, version),
    )


def _guest(world: World, version: Resource) -> Json:
    """What is said of the machine: by the version, else by the image that it was made from."""
    said = said_by(version)
    if said:
        return said
    origin = as_object(as_object(version.properties.get("storageProfile")).get("source")).get("id")
    image = world.store.get(origin) if origin else None
    return said_by(image) if image is not None else {}


def _data_disk(disk: Json) -> SourceDisk:
    return SourceDisk(int(disk.get("lun", 0)), int(disk.get("sizeInGB") or 10), str(disk.get("hostCaching", "None")))


def _security_type(definition: Resource) -> str | None:
    """What the definition demands: `SecurityType=TrustedLaunch` does, `…Supported` only allows."""
    for each in as_list(definition.properties.get("features")):
        feature = as_object(each)
        value = str(feature.get("value", ""))
        if feature.get("name") == "SecurityType" and value in {"TrustedLaunch", "ConfidentialVM"}:
            return value
    return None


def _is_excluded(version: Resource, region: str) -> bool:
    publishing = as_object(version.properties.get("publishingProfile"))
    if publishing.get("excludeFromLatest"):
        return True
    targets = (as_object(each) for each in as_list(publishing.get("targetRegions")))
    return any(_short(each.get("name")) == region and bool(each.get("excludeFromLatest")) for each in targets)


def _order(version: Resource) -> tuple[int, ...]:
    return tuple(int(part) for part in version.name.split("."))


def _short(region: object) -> str:
    return str(region).replace(" ", "").lower()
