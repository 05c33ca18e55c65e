"""From ARM's JSON bodies to `models`.

The shapes are those of api-versions 2024-11-01 (images, virtual machines) and 2024-03-03 (galleries), as recorded in
lab/tests/recorded/facts/cli_2024-07-01_managed_image_create_from_vm.jsonl and
lab/tests/recorded/facts/cli_2024-03-03_version_create_from_managed_image.jsonl. A body without what the API promises
raises MalformedAnswer; nothing is guessed, except where Azure's own default for an absent field is known (named at each
place).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import InvalidResourceId, MalformedAnswer
from managed_image_to_gallery.azure.image_content import image_content
from managed_image_to_gallery.azure.models import (
    LEAST_STORAGE,
    OS_DISK,
    DataDisk,
    Gallery,
    ImageDefinition,
    ImageVersion,
    ManagedImage,
    PurchasePlan,
    RegionalReplication,
    ReplicationStatus,
    ResourceLock,
    RoleAssignment,
    RunCommandResult,
    TargetRegion,
    Validation,
    VirtualMachine,
    data_disk,
)
from managed_image_to_gallery.azure.regions import Region, canonical_region
from managed_image_to_gallery.azure.resource_ids import ResourceId, parse_resource_id

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import JsonObject

_T = TypeVar("_T")

_SAFETY = ("properties", "safetyProfile")
_VALIDATIONS = ("properties", "validationsProfile")
_EDGE_ZONES = ("properties", "publishingProfile", "targetExtendedLocations")
_OVERALL = "validationOperationStatus"
_LOCK_MARKER = "/providers/microsoft.authorization/locks/"


def managed_image(value: JsonObject) -> ManagedImage:
    """A managed image. hyperVGeneration may be absent on old images, which are V1.

    Source: docs/reference/azure-galleries.md#managed-images.
    """
    body = Body("managed image", value)
    return ManagedImage(
        id=resource_id(body),
        location=_location(body),
        os_type=body.text("properties", "storageProfile", "osDisk", "osType"),
        os_state=body.text("properties", "storageProfile", "osDisk", "osState"),
        hyper_v_generation=body.optional_text("properties", "hyperVGeneration") or "V1",
        zone_resilient=body.flag("properties", "storageProfile", "zoneResilient"),
        os_disk_size_gb=body.optional_integer("properties", "storageProfile", "osDisk", "diskSizeGB"),
        data_disks=tuple(
            DataDisk(lun=disk.integer("lun"), size_gb=disk.optional_integer("diskSizeGB"))
            for disk in body.objects("properties", "storageProfile", "dataDisks")
        ),
        tags=body.texts("tags"),
        provisioning_state=body.text("properties", "provisioningState"),
        source_virtual_machine_id=body.optional_text("properties", "sourceVirtualMachine", "id"),
        body=value,
        content=image_content(body),
    )


def gallery(value: JsonObject) -> Gallery:
    """An Azure Compute Gallery."""
    body = Body("gallery", value)
    return Gallery(
        id=resource_id(body),
        location=_location(body),
        provisioning_state=body.text("properties", "provisioningState"),
        soft_delete_enabled=body.flag("properties", "softDeletePolicy", "isSoftDeleteEnabled"),
    )


def image_definition(value: JsonObject) -> ImageDefinition:
    """An image definition. Absent at 2024-03-03: hyperVGeneration is V1, architecture x64.

    Source: docs/reference/azure-galleries.md#api-versions-and-their-defaults.
    """
    body = Body("image definition", value)
    return ImageDefinition(
        id=resource_id(body),
        location=_location(body),
        provisioning_state=body.text("properties", "provisioningState"),
        os_type=body.text("properties", "osType"),
        os_state=body.text("properties", "osState"),
        hyper_v_generation=body.optional_text("properties", "hyperVGeneration") or "V1",
        architecture=body.optional_text("properties", "architecture") or "x64",
        publisher=body.text("properties", "identifier", "publisher"),
        offer=body.text("properties", "identifier", "offer"),
        sku=body.text("properties", "identifier", "sku"),
        features=tuple((item.text("name"), item.text("value")) for item in body.objects("properties", "features")),
        purchase_plan=_purchase_plan(body.optional_object("properties", "purchasePlan")),
        end_of_life_date=body.optional_text("properties", "endOfLifeDate"),
        eula=body.optional_text("properties", "eula"),
    )


def image_version(value: JsonObject) -> ImageVersion:
    """An image version. Absent replicationMode is Full: Azure answers it only when it was sent
    (docs/reference/azure-galleries.md#version-fields).

    Azure's defaults at 2024-03-03: one replica, Standard_LRS, and per region what the version says
    (docs/reference/azure-galleries.md#api-versions-and-their-defaults).
    """
    body = Body("image version", value)
    replicas = _or(body.optional_integer("properties", "publishingProfile", "replicaCount"), 1)
    storage = body.optional_text("properties", "publishingProfile", "storageAccountType") or LEAST_STORAGE
    return ImageVersion(
        id=resource_id(body),
        location=_location(body),
        provisioning_state=body.text("properties", "provisioningState"),
        source_id=body.optional_text("properties", "storageProfile", "source", "id"),
        replication_mode=_or(body.optional_text("properties", "publishingProfile", "replicationMode"), "Full"),
        storage_account_type=storage,
        target_regions=tuple(
            _target_region(item, replicas, storage)
            for item in body.objects("properties", "publishingProfile", "targetRegions")
        ),
        exclude_from_latest=body.flag("properties", "publishingProfile", "excludeFromLatest"),
        end_of_life_date=body.optional_text("properties", "publishingProfile", "endOfLifeDate"),
        published_date=body.optional_text("properties", "publishingProfile", "publishedDate"),
        replication=_replication(body.optional_object("properties", "replicationStatus")),
        os_disk_size_gb=body.optional_integer("properties", "storageProfile", "osDiskImage", "sizeInGB"),
        data_disks=tuple(
            DataDisk(lun=disk.integer("lun"), size_gb=disk.optional_integer("sizeInGB"))
            for disk in body.objects("properties", "storageProfile", "dataDiskImages")
        ),
        policy_violations=_policy_violations(body),
        validations=_validations(body),
        edge_zones={
            canonical_region(zone.text("extendedLocation", "name")): _or(
                zone.optional_integer("extendedLocationReplicaCount"), 1
            )
            for zone in body.objects(*_EDGE_ZONES)
        },
        edge_zone_storage={
            canonical_region(zone.text("extendedLocation", "name")): (
                zone.optional_text("storageAccountType") or LEAST_STORAGE
            )
            for zone in body.objects(*_EDGE_ZONES)
        },
        edge_zone_encryption={
            canonical_region(zone.text("extendedLocation", "name")): _encrypted_disks(zone)
            for zone in body.objects(*_EDGE_ZONES)
        },
        security_profile=profile.value if (profile := body.optional_object("properties", "securityProfile")) else None,
    )


def region(value: JsonObject) -> Region:
    """A region that a subscription may use; without availability zones it has no mappings of them.

    Source: https://learn.microsoft.com/rest/api/resources/subscriptions/list-locations.
    """
    body = Body("region", value)
    return Region(
        name=canonical_region(body.text("name")),
        display_name=body.text("displayName"),
        has_availability_zones=bool(body.objects("availabilityZoneMappings")),
    )


def role_assignment(value: JsonObject) -> RoleAssignment:
    """A role assignment (lab/tests/recorded/facts/cli_2022-04-01_role_assignment.jsonl)."""
    body = Body("role assignment", value)
    return RoleAssignment(
        id=body.text("id"),
        scope=body.text("properties", "scope"),
        role=body.text("properties", "roleDefinitionId").rstrip("/").rpartition("/")[2].lower(),
        principal_id=body.text("properties", "principalId").lower(),
    )


def resource_lock(value: JsonObject) -> ResourceLock:
    """A management lock; its scope stands only in its id, in any case.

    Source: lab/tests/recorded/facts/cli_2016-09-01_vnet_and_lock.jsonl.
    """
    body = Body("management lock", value)
    lock_id = body.text("id")
    position = lock_id.lower().rfind(_LOCK_MARKER)
    if position < 0:
        raise MalformedAnswer(body.what, message=f"{lock_id!r} is not the id of a lock")
    return ResourceLock(id=lock_id, scope=lock_id[:position], level=body.text("properties", "level"))


def virtual_machine(value: JsonObject) -> VirtualMachine:
    """A virtual machine as it is answered with `$expand=instanceView`.

    Source: lab/tests/recorded/facts/cli_2019-03-01_vm_get_instance_view.jsonl.
    """
    body = Body("virtual machine", value)
    view = ("properties", "instanceView")
    codes = [status.text("code") for status in body.objects(*view, "statuses")]
    agent = body.objects(*view, "vmAgent", "statuses")
    return VirtualMachine(
        id=resource_id(body),
        location=_location(body),
        provisioning_state=body.text("properties", "provisioningState"),
        image_id=body.optional_text("properties", "storageProfile", "imageReference", "id"),
        exact_version=body.optional_text("properties", "storageProfile", "imageReference", "exactVersion"),
        time_created=body.optional_text("properties", "timeCreated"),
        power_state=next((code.partition("/")[2] for code in codes if code.startswith("PowerState/")), None),
        agent_status=agent[0].optional_text("displayStatus") if agent else None,
    )


def run_command_result(value: JsonObject) -> RunCommandResult:
    """A run command as it is answered with `$expand=instanceView`.

    Source: lab/tests/recorded/facts/cli_2022-03-01_managed_run_command.jsonl.
    """
    body, view = Body("run command", value), ("properties", "instanceView")
    return RunCommandResult(
        execution_state=body.optional_text(*view, "executionState") or "",
        exit_code=body.optional_integer(*view, "exitCode"),
        output=body.optional_text(*view, "output") or "",
        error=body.optional_text(*view, "error") or "",
        message=body.optional_text(*view, "executionMessage") or "",
    )


def resource_id(body: Body) -> ResourceId:
    """The id that a body has. Raises MalformedAnswer; nothing else of a body may become part of a path."""
    try:
        return parse_resource_id(body.text("id"))
    except InvalidResourceId as error:
        raise MalformedAnswer(body.what, message=str(error)) from error


def _or(said: _T | None, default: _T) -> _T:
    """What Azure says, no replica at all too; the default only for what it leaves out."""
    return default if said is None else said


def _location(body: Body) -> str:
    return canonical_region(body.text("location"))


def _target_region(body: Body, replicas: int, storage: str) -> TargetRegion:
    return TargetRegion(
        name=canonical_region(body.text("name")),
        replica_count=_or(body.optional_integer("regionalReplicaCount"), replicas),
        storage_account_type=body.optional_text("storageAccountType") or storage,
        exclude_from_latest=body.flag("excludeFromLatest"),
        additional_replica_sets=tuple(
            (each.optional_text("storageAccountType") or storage, _or(each.optional_integer("regionalReplicaCount"), 1))
            for each in body.objects("additionalReplicaSets")
        ),
        encrypted_disks=_encrypted_disks(body),
    )


def _encrypted_disks(place: Body) -> frozenset[str]:
    """The disks with a disk encryption set, of a target region or an edge zone."""
    os_disk = place.optional_text("encryption", "osDiskImage", "diskEncryptionSetId")
    data_disks = place.objects("encryption", "dataDiskImages")
    return frozenset(
        [
            *([OS_DISK] if os_disk else []),
            *(data_disk(disk.integer("lun")) for disk in data_disks if disk.optional_text("diskEncryptionSetId")),
        ]
    )


def _replication(body: Body | None) -> ReplicationStatus | None:
    if body is None:
        return None
    regions: dict[str, RegionalReplication] = {}
    for item in body.objects("summary"):
        name = canonical_region(item.text("region"))
        if name in regions:
            raise MalformedAnswer(body.what, message=f"the replication status has two entries for {name}")
        regions[name] = _regional_replication(item)
    return ReplicationStatus(aggregated_state=body.text("aggregatedState"), regions=regions)


def _regional_replication(body: Body) -> RegionalReplication:
    return RegionalReplication(
        state=body.text("state"),
        progress=body.optional_integer("progress") or 0,
        details=body.optional_text("details") or "",
    )


def _policy_violations(body: Body) -> tuple[str, ...]:
    """Each violation with its category and details; a text of ours where Azure only says that there is one.

    Shapes here and in `_validations`: `GalleryImageVersionSafetyProfile`, `PolicyViolation`, `ValidationsProfile` and
    `ExecutedValidation` of azure-mgmt-compute 39. Good news is as in
    lab/tests/recorded/facts/cli_2024-03-03_version_create_from_managed_image.jsonl, which also shows
    `validationOperationStatus`, a member that no SDK declares; bad news is in no recording.
    """
    listed = [
        ": ".join(text for text in (item.optional_text("category"), item.optional_text("details")) if text)
        for item in body.objects(*_SAFETY, "policyViolations")
    ]
    if not listed and body.flag(*_SAFETY, "reportedForPolicyViolation"):
        listed = [""]
    return tuple(text or "Azure does not say which" for text in listed)


def _validations(body: Body) -> tuple[Validation, ...]:
    """The validations that Azure tells of, the one over all of them too; NotExecuted is none."""
    overall = body.optional_text(*_VALIDATIONS, _OVERALL)
    summed_up = [Validation(_OVERALL, overall)] if overall and overall != "NotExecuted" else []
    ran = [
        Validation(item.optional_text("type") or "unnamed", item.optional_text("status") or "Unknown")
        for item in body.objects(*_VALIDATIONS, "executedValidations")
    ]
    return (*summed_up, *ran)


def _purchase_plan(body: Body | None) -> PurchasePlan | None:
    if body is None:
        return None
    return PurchasePlan(name=body.text("name"), publisher=body.text("publisher"), product=body.text("product"))
