"""The replication of a version: a schedule kept with it, and what that schedule shows at a moment.

`internal["replication"]` is `{short region name: {"start", "seconds"[, "failed"]}}`, epoch seconds and seconds of this
Azure. Nothing is counted up in the background: state and progress are functions of the clock. Values of state and
aggregatedState are documented (docs/reference/azure-galleries.md#replication-states); only `Completed` was seen.
"""

from __future__ import annotations

from local_azure.arm.errors import OperationContinues
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.regions import short_name
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.galleries import durations, errors

_KEY = "replication"
COMPLETED = "Completed"
FAILED = "Failed"


def target_regions(version: Resource) -> list[str]:
    """The regions that a version is replicated to, short, in the order of `targetRegions`."""
    profile = as_object(version.properties.get("publishingProfile"))
    return [short_name(str(as_object(each).get("name"))) for each in as_list(profile.get("targetRegions"))]


def replicated_places(version: Resource) -> list[str]:
    """The regions, and after them the edge zones, that a version is replicated to.

    No recording shows an edge zone in a replication status: that it stands there by its name is inferred.
    """
    profile = as_object(version.properties.get("publishingProfile"))
    zones = [as_object(each).get("extendedLocation") for each in as_list(profile.get("targetExtendedLocations"))]
    return [*target_regions(version), *(short_name(str(as_object(zone).get("name"))) for zone in zones)]


def schedule(world: World, version: Resource) -> float:
    """Plan what is not replicated yet and forget what is no target any more; Azure's seconds until all is done."""
    kept = as_object(version.internal.get(_KEY))
    mode = replication_mode(version)
    planned: Json = {}
    longest = 0.0
    for region in replicated_places(version):
        if region in kept and "failed" not in kept[region]:
            planned[region] = kept[region]
            continue
        seconds = durations.replication_seconds(_gigabytes(version), version.location or "", region, mode)
        planned[region] = {"start": world.now, "seconds": world.clock.scaled(seconds)}
        longest = max(longest, seconds)
    version.internal[_KEY] = planned
    return longest


def settle(world: World, version: Resource) -> None:
    """At the end of an operation: wait for regions that a fault holds, fail for those that failed.

    Source: docs/reference/azure-errors.md#replication-failed.
    """
    failed: dict[str, str] = {}
    for region in replicated_places(version):
        override = as_object(world.region_faults.region_override(version, region))
        state = override.get("state")
        if state == FAILED:
            failed[region] = str(override.get("details") or "Failed with internal server error.")
        elif state is not None and state != COMPLETED:
            raise OperationContinues(durations.HELD_REGION_RECHECK)
    for region, details in failed.items():
        version.internal[_KEY][region]["failed"] = details
    if failed:
        raise errors.replication_failed(failed)


def replication_status(world: World, version: Resource) -> Json:
    """What `$expand=ReplicationStatus` adds: short region names, no `details` key unless there is one to tell."""
    summary = [region_status(world, version, region) for region in replicated_places(version)]
    return {"aggregatedState": _aggregated([str(entry["state"]) for entry in summary]), "summary": summary}


def region_status(world: World, version: Resource, region: str) -> Json:
    """One entry of the summary: what a fault says, else what the clock says."""
    override = world.region_faults.region_override(version, region)
    status = {**_status(world, version, region), **(override or {})}
    return {"region": region, **{key: status[key] for key in ("state", "details", "progress") if key in status}}


def is_available(world: World, version: Resource, region: str) -> bool:
    """Whether machines can be made from the version in a region: there is a completed replica."""
    if version.provisioning_state in ("Creating", "Deleting") or short_name(region) not in target_regions(version):
        return False
    return region_status(world, version, short_name(region))["state"] == COMPLETED


def replication_mode(version: Resource) -> str:
    """`Full` unless `Shallow` was asked for."""
    return str(as_object(version.properties.get("publishingProfile")).get("replicationMode") or "Full")


def _status(world: World, version: Resource, region: str) -> Json:
    if replication_mode(version) == "Shallow" and world.store.get(str(version.internal.get("source"))) is None:
        return {"state": FAILED, "progress": 0, "details": SHALLOW_SOURCE_GONE}
    plan = as_object(as_object(version.internal.get(_KEY)).get(region))
    if "failed" in plan:
        return {"state": FAILED, "progress": 0, "details": plan["failed"]}
    misfit = as_object(version.internal.get("misfit")).get("message")
    if version.provisioning_state == FAILED and misfit:
        # The documented wording: docs/reference/azure-errors.md#disk-larger-than-a-gallery-takes
        return {"state": FAILED, "progress": 0, "details": f"Replication failed in this region due to '{misfit}'"}
    elapsed, seconds = world.now - plan["start"], plan["seconds"]
    if elapsed >= seconds:
        return {"state": COMPLETED, "progress": 100}
    if elapsed < min(world.clock.scaled(durations.READ_SOURCE), seconds):
        return {"state": "Unknown", "progress": 0}
    return {"state": "Replicating", "progress": int(100 * elapsed / seconds)}


SHALLOW_SOURCE_GONE = "The source of the Shallow version does not exist any more."
"""Invented: a Shallow version copies nothing, so that it is thought to break with its source.

Source: docs/reference/azure-galleries.md#shallow-versions.
"""


def _aggregated(states: list[str]) -> str:
    if all(state == COMPLETED for state in states):
        return COMPLETED
    if any(state == "Replicating" for state in states):
        return "InProgress"
    if any(state == FAILED for state in states):
        return FAILED
    return "InProgress" if COMPLETED in states else "Unknown"


def _gigabytes(version: Resource) -> int:
    profile = as_object(version.internal.get("disks"))
    disks = [
        as_object(profile.get("osDiskImage")),
        *[as_object(each) for each in as_list(profile.get("dataDiskImages"))],
    ]
    return sum(int(disk.get("sizeInGB") or 0) for disk in disks)
