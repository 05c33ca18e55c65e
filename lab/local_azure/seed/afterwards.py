"""What became of the versions and images of a seed after they were made: estates that people leave behind look so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local_azure.arm import lifecycle
from local_azure.arm.json_types import as_object
from local_azure.arm.operations import FAILED
from local_azure.arm.regions import short_name
from local_azure.arm.resource_ids import parse_path
from local_azure.arm.resource_type import Call
from local_azure.galleries.replication import target_regions
from local_azure.seed.paths import A_DAY_AGO

if TYPE_CHECKING:
    from local_azure.arm.resource import Resource
    from local_azure.arm.resource_type import Result
    from local_azure.arm.world import LocalWorld

THREE_HOURS = 3 * 3600.0
DETAILS = "Failed with internal server error."


@dataclass(frozen=True)
class Afterwards:
    """What happens to one resource, by its path, when everything is made; regions are named in any spelling."""

    path: str
    made_again: bool = False
    failed_regions: tuple[str, ...] = ()
    replicating_regions: tuple[str, ...] = ()
    failed: bool = False
    deleted: bool = False


def happen(world: LocalWorld, afterwards: Afterwards) -> Result | None:
    """Carry it out; what a deletion answers, whose operation goes on."""
    resource = world.store.get(afterwards.path)
    if resource is None:
        raise LookupError(afterwards.path)
    if afterwards.made_again:
        resource.created_at = world.now
    _replication(world, resource, afterwards)
    if afterwards.failed or afterwards.failed_regions:
        resource.provisioning_state = FAILED
    world.store.put(resource)
    return _delete(world, resource) if afterwards.deleted else None


def _replication(world: LocalWorld, version: Resource, afterwards: Afterwards) -> None:
    planned = as_object(version.internal.get("replication"))
    wanted = {short_name(one) for one in (*afterwards.failed_regions, *afterwards.replicating_regions)}
    if wanted - set(target_regions(version)):
        raise LookupError(", ".join(sorted(wanted - set(target_regions(version)))))
    for region in afterwards.failed_regions:
        planned[short_name(region)]["failed"] = DETAILS
    for region in afterwards.replicating_regions:
        planned[short_name(region)] = {"start": world.now, "seconds": A_DAY_AGO + THREE_HOURS}


def _delete(world: LocalWorld, resource: Resource) -> Result:
    parsed = parse_path(resource.id)
    assert parsed is not None  # noqa: S101 - it was stored under this id
    kind = world.types[resource.type.lower()]
    return lifecycle.delete(kind, Call(world, "DELETE", parsed.id, kind.api_versions[-1]))
