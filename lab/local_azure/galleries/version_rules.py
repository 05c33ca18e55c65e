"""What Azure refuses of a version beyond its publishing profile (docs/reference/azure-galleries.md#version-fields)."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId, parse_id
from local_azure.arm.resource_type import Call, World
from local_azure.authorization.linked import require
from local_azure.galleries import dates, errors
from local_azure.galleries.publishing_rules import dropped_locations
from local_azure.galleries.sources import IMAGES, Source, check_form, read_source
from local_azure.galleries.sources import VERSIONS as VERSION_SOURCES

VERSIONS = "Microsoft.Compute/galleries/images/versions"
READABLE = (IMAGES, VERSION_SOURCES)
"""Sources that have to be read only; a machine, disk or snapshot needs `write`.

Source: docs/reference/azure-galleries.md#sources.
"""


def check_new_source(call: Call) -> None:
    """A new version has a source, in its region, that no other version is being made from."""
    profile = as_object(call.properties.get("storageProfile"))
    if not profile:
        raise errors.required(f"{errors.VERSION}.storageProfile")
    check_form(profile, call.id.subscription or "")
    location = str(call.body.get("location", "")).replace(" ", "").lower()
    source = read_source(call.world, profile, location)
    require(call, f"{source.type}/{'read' if source.type in READABLE else 'write'}", [source.id])
    if source.encrypted:
        _check_encrypted_source(source, call.id.subscription or "")
    if _is_being_read(call.world, source.id):
        raise errors.source_busy(source.id)


def check_source_unchanged(call: Call, existing: Resource) -> None:
    """A source, whole or of one disk, is fixed.

    None sent keeps it, the old one is not looked up. Source: docs/reference/azure-errors.md#change-of-the-source.
    """
    sent = _source_ids(as_object(call.properties.get("storageProfile")))
    kept = _source_ids(as_object(existing.properties.get("storageProfile")))
    for path, resource_id in sent.items():
        if resource_id.lower() != kept.get(path, "").lower():
            raise errors.change_not_allowed(f"{errors.VERSION}.storageProfile.{path}")


def check_security_profile_unchanged(call: Call, existing: Resource) -> None:
    """What machines trust at boot is fixed; none sent keeps it.

    Inferred: the documentation lists what may change, and this is not among it
    (docs/reference/azure-galleries.md#version-fields).
    """
    sent = as_object(call.properties.get("securityProfile"))
    if sent and sent != as_object(existing.properties.get("securityProfile")):
        raise errors.change_not_allowed(f"{errors.VERSION}.securityProfile")


def check_no_region_lost(call: Call, existing: Resource) -> None:
    """`allowDeletionOfReplicatedLocations`: false refuses a shorter list, true and absent let regions go.

    True was seen, false is reported for application versions (docs/reference/azure-errors.md#region-left-out), absent
    follows from reports of regions that were lost (docs/reference/azure-galleries.md#target-regions). A PATCH merges,
    so that the kept flag counts: inferred from how PATCH works.
    """
    sent = as_object(call.properties.get("publishingProfile"))
    kept = as_object(existing.properties.get("publishingProfile"))
    flag = as_object(call.properties.get("safetyProfile")).get("allowDeletionOfReplicatedLocations")
    if flag is False and dropped_locations(sent, kept):
        raise errors.incomplete_regions(existing.name)


def check_not_busy(existing: Resource) -> None:
    """One write at a time; Azure's own answer is not known, this one is invented."""
    if existing.provisioning_state in ("Creating", "Updating", "Deleting"):
        raise errors.operation_running(existing.name, existing.provisioning_state)


def check_not_blocked(version: Resource, now: float) -> None:
    """`blockDeletionBeforeEndOfLife` holds until the end of life (documented; the text is invented)."""
    safety = as_object(version.properties.get("safetyProfile"))
    end_of_life = as_object(version.properties.get("publishingProfile")).get("endOfLifeDate")
    moment = dates.parse(end_of_life)
    if safety.get("blockDeletionBeforeEndOfLife") and moment is not None and moment.timestamp() > now:
        raise errors.blocked_until_end_of_life(version.name, str(end_of_life))


def _check_encrypted_source(source: Source, subscription: str) -> None:
    """What is encrypted with a customer's key stays in its subscription, and no other version is made of a version.

    Source: docs/reference/azure-errors.md#encrypted-source and docs/reference/azure-galleries.md#version-fields.
    """
    own = (parse_id(source.id) or ArmId(subscription)).subscription or ""
    if own.lower() != subscription.lower():
        raise errors.encrypted_source_elsewhere(source.id, own, subscription)
    if source.type == VERSION_SOURCES:
        raise errors.encrypted_version(source.id)


def _is_being_read(world: World, source_id: str) -> bool:
    """Whether a version is being made from this source and not replicated yet.

    Source: docs/reference/azure-errors.md#source-in-use, documented.
    """
    return any(
        version.provisioning_state == "Creating" and str(version.internal.get("source")).lower() == source_id.lower()
        for version in world.store.of_type(VERSIONS)
    )


def _source_ids(profile: Json) -> dict[str, str]:
    """Every source id that a profile names, by its path below `storageProfile`."""
    found: dict[str, object] = {
        "source.id": as_object(profile.get("source")).get("id"),
        "source.virtualMachineId": as_object(profile.get("source")).get("virtualMachineId"),
        "osDiskImage.source.id": as_object(as_object(profile.get("osDiskImage")).get("source")).get("id"),
    }
    for disk in [as_object(each) for each in as_list(profile.get("dataDiskImages"))]:
        found[f"dataDiskImages[{disk.get('lun')}].source.id"] = as_object(disk.get("source")).get("id")
    return {path: str(value) for path, value in found.items() if value}
