"""The recycle bin of a gallery: versions that were deleted while `softDeletePolicy` was on.

A record is a resource of its own, found by `GET …/softDeletedArtifactTypes/Images/artifacts/{definition}/versions`
(lab/tests/recorded/facts/cli_2026-03-03_version_soft_delete.jsonl); it keeps the version it was in
`internal["version"]`. The times count in real days, whatever the time scale; a record whose hard deletion is due counts
as gone. A definition or gallery counts its records as nested: inferred (docs/reference/azure-galleries.md#deletion).
"""

from __future__ import annotations

from dataclasses import asdict

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId
from local_azure.arm.resource_type import Call, ResourceType, World
from local_azure.galleries.api_versions import API_VERSIONS
from local_azure.galleries.style import SOFT_DELETED_THROTTLE

TYPE = "Microsoft.Compute/galleries/softDeletedArtifactTypes/artifacts/versions"
DAY = 86_400.0
RETENTION_DAYS = 7
"""What a policy keeps that does not say how long; documented default of the preview."""


class SoftDeletedVersion(ResourceType):
    """Records of soft-deleted versions: listed, not written; the gallery provider removes them in time."""

    name = TYPE
    api_versions = tuple(each for each in API_VERSIONS if each >= "2024-03-03")
    throttle = SOFT_DELETED_THROTTLE
    methods = ("GET", "HEAD")
    list_scopes = ("parent",)
    graph_table = None
    pretty_list = True

    def render(self, call: Call, resource: Resource) -> Json:
        """Without provisioningState and tags (seen)."""
        shown = super().render(call, resource)
        shown.pop("tags", None)
        shown["properties"] = dict(resource.properties)
        return shown

    def listed(self, call: Call) -> list[Resource]:
        """Those whose hard deletion is not due."""
        return [each for each in super().listed(call) if is_kept(call.world, each)]


def is_enabled(world: World, version: Resource) -> bool:
    """Whether the version's gallery keeps what is deleted."""
    return bool(_policy(world, version).get("isSoftDeleteEnabled"))


def keep(world: World, version: Resource, deleted_at: float) -> None:
    """Put a deleted version into the bin and plan its hard deletion."""
    policy = _policy(world, version)
    consumable = deleted_at + DAY * float(policy.get("retentionPeriodInDays") or RETENTION_DAYS)
    hard_deletion = consumable + DAY * float(policy.get("gracePeriodInDays") or 0)
    record = Resource(
        id=_record_id(version.arm_id),
        type=TYPE,
        location=version.location,
        properties={
            "resourceArmId": version.id,
            "softDeletedTime": timestamp(deleted_at),
            "softDeletedArtifactType": "Images",
            "consumptionEndTime": timestamp(consumable),
            "hardDeletionTargetTime": timestamp(hard_deletion),
        },
        internal={"version": asdict(version), "goneAt": hard_deletion},
        created_at=deleted_at,
        changed_at=deleted_at,
    )
    world.store.put(record)


def is_kept(world: World, record: Resource) -> bool:
    """Whether the hard deletion of a record is still to come."""
    return float(record.internal["goneAt"]) > world.now


def restorable(world: World, version_id: ArmId) -> Resource | None:
    """The version in the bin under this id, as it was before it was deleted."""
    record = world.store.get(_record_id(version_id))
    if record is None or not is_kept(world, record):
        return None
    version = Resource(**as_object(record.internal["version"]))
    version.provisioning_state = "Succeeded"
    return version


def forget(world: World, version: Resource) -> None:
    """Take the record of a restored version out of the bin."""
    record = world.store.get(_record_id(version.arm_id))
    if record is not None:
        world.store.remove(record)


def records_in(world: World, parent: Resource) -> list[Resource]:
    """The records of versions that were in this gallery or definition."""
    prefix = f"{parent.key}/"
    records = [each for each in world.store.of_type(TYPE) if is_kept(world, each)]
    return [each for each in records if str(each.properties["resourceArmId"]).lower().startswith(prefix)]


def _policy(world: World, version: Resource) -> Json:
    definition = version.arm_id.parent
    gallery = world.store.get(definition.parent) if definition is not None else None
    return as_object(gallery.properties.get("softDeletePolicy")) if gallery is not None else {}


def _record_id(version_id: ArmId) -> str:
    gallery, definition, version = version_id.names
    scope = f"/subscriptions/{version_id.subscription}/resourceGroups/{version_id.group}"
    return (
        f"{scope}/providers/Microsoft.Compute/galleries/{gallery}/softDeletedArtifactTypes/Images/artifacts/"
        f"{definition}/versions/{version}"
    )
