"""What machines and disks ask of galleries: which version a reference means, and whether it is there in a region."""

from __future__ import annotations

from local_azure.arm.json_types import as_list, as_object
from local_azure.arm.regions import short_name
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import parse_id
from local_azure.arm.world import World
from local_azure.galleries import soft_deleted
from local_azure.galleries.names import version_number
from local_azure.galleries.replication import is_available
from local_azure.galleries.version_rules import VERSIONS

DEFINITIONS = "Microsoft.Compute/galleries/images"


def find_version(world: World, reference: str, region: str) -> Resource | None:
    """The version that an image reference means in a region; None when there is none with a completed replica.

    A version's id means that version, in the recycle bin too; a definition's id means the latest: the highest version
    that is not excluded (documented, azure-rules.md 1).
    """
    parsed = parse_id(reference)
    if parsed is None:
        return None
    if parsed.type.lower() == VERSIONS.lower():
        version = world.store.get(parsed) or soft_deleted.restorable(world, parsed)
        return version if version is not None and is_available(world, version, region) else None
    if parsed.type.lower() == DEFINITIONS.lower():
        return latest_version(world, reference, region)
    return None


def latest_version(world: World, definition: str, region: str) -> Resource | None:
    """The highest version of a definition that is available in a region and not excluded from latest there."""
    versions = [each for each in world.store.children(definition) if each.type == VERSIONS]
    candidates = [each for each in versions if not _is_excluded(each, region) and is_available(world, each, region)]
    return max(candidates, key=lambda each: version_number(each.name), default=None)


def disk_sizes(version: Resource) -> tuple[int, dict[int, int]]:
    """The size of the OS disk, and of the data disks by LUN, in GB."""
    profile = as_object(version.properties.get("storageProfile"))
    data_disks = [as_object(each) for each in as_list(profile.get("dataDiskImages"))]
    size = int(as_object(profile.get("osDiskImage")).get("sizeInGB") or 0)
    return size, {int(disk["lun"]): int(disk.get("sizeInGB") or 0) for disk in data_disks}


def _is_excluded(version: Resource, region: str) -> bool:
    profile = as_object(version.properties.get("publishingProfile"))
    regions = [as_object(each) for each in as_list(profile.get("targetRegions"))]
    here = [each for each in regions if short_name(str(each.get("name"))) == short_name(region)]
    return bool(profile.get("excludeFromLatest")) or any(each.get("excludeFromLatest") for each in here)
