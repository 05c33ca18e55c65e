"""The stack's config as pydantic models: its shape, and nothing that needs more than one field to judge.

Field and key names are Azure's (docs/config-reference.md). Types only are checked here; what values mean is judged by
`rules`, so that one message can list every fault. Limits, and the values that hold where neither a migration nor
`defaults` says one, appear as JSON schema hints for editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from managed_image_to_gallery.azure import limits
from managed_image_to_gallery.config.base import ConfigModel
from managed_image_to_gallery.config.boot_test.models import BootTest
from managed_image_to_gallery.config.choices import ReferenceSweep, ReplicationMode, Stage
from managed_image_to_gallery.config.definition_models import Definition
from managed_image_to_gallery.config.gallery_parts.args import StorageAccountType
from managed_image_to_gallery.config.gallery_parts.models import (
    REPLICAS,
    EdgeZone,
    Encryption,
    GalleryIdentity,
    Lock,
    ReplicaSet,
    RoleAssignment,
    SecurityProfile,
    SharingProfile,
    SoftDeletePolicy,
)

if TYPE_CHECKING:
    from pydantic.config import JsonDict

_NOT_USED: JsonDict = {"minimum": 0, "maximum": limits.ACTIVITY_LOG_DAYS, "default": 0}
_DATA_DISK: JsonDict = {
    "minimum": 1,
    "maximum": limits.MAX_DATA_DISK_SIZE_GB,
    "default": limits.DOCUMENTED_MAX_DATA_DISK_SIZE_GB,
}
_VERSION: JsonDict = {"pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"}


class Source(ConfigModel):
    """The managed image that is moved: an id, or a resource group and a name."""

    id: str | None = Field(
        None,
        description="Resource id of the image, for one of another subscription. Or resourceGroup and name.",
    )
    resource_group: str | None = Field(
        None,
        description="Resource group of the image, in the stack's subscription.",
    )
    name: str | None = Field(None, description="Name of the image in that group.")
    location: str | None = Field(
        None, description="Region of the image, in any spelling. Read from the image; checked when given."
    )


class Gallery(ConfigModel):
    """The Azure Compute Gallery, one per stack."""

    resource_group: str = Field(description="Resource group of the gallery. It must exist.")
    name: str = Field(
        description="Name, unique in the subscription: up to 80 letters, digits, dots and underscores, no dash."
    )
    create: bool = Field(False, description="Make the gallery, and keep it in the stack. Otherwise it must exist.")
    location: str | None = Field(
        None,
        description="Region of a gallery that is created, in any spelling; else that of its resource group.",
    )
    description: str | None = Field(None, description="Description of a gallery that is created.")
    tags: dict[str, str] | None = Field(None, description="Tags of a gallery that is created; as those of a version.")
    sharing_profile: SharingProfile | None = Field(
        None, description="Who can be let into a gallery that is created; else nobody."
    )
    soft_delete_policy: SoftDeletePolicy | None = Field(
        None, description="Whether deleted versions of a gallery that is created can be brought back for a while."
    )
    identity: GalleryIdentity | None = Field(None, description="What a gallery that is created signs in as.")
    role_assignments: tuple[RoleAssignment, ...] | None = Field(
        None, description="Roles on a gallery that is created; the stack's identity must be allowed to assign them."
    )
    lock: Lock | None = Field(None, description="Lock on a gallery that is created. CanNotDelete only.")


class TargetRegion(ConfigModel):
    """A region that a version is replicated to."""

    name: str = Field(description="Region, in any spelling: West US 2 or westus2. Each once.")
    replica_count: int = Field(
        1,
        json_schema_extra=REPLICAS,
        description="Replicas kept there. Each serves some twenty machines that are made at the same time.",
    )
    storage_account_type: StorageAccountType | None = Field(
        None,
        description="How replicas are stored there; else as those of the version. Standard_ZRS needs zones.",
    )
    exclude_from_latest: bool | None = Field(
        None,
        json_schema_extra={"default": False},
        description="Never answer this version there when somebody asks for latest.",
    )
    encryption: Encryption | None = Field(
        None,
        description="Disk encryption sets there. All target regions have some, or none has.",
    )
    additional_replica_sets: tuple[ReplicaSet, ...] | None = Field(
        None, description="Further replicas there, stored otherwise. The gate wants them too."
    )


class VersionSettings(ConfigModel):
    """What `defaults` may say for all migrations and each migration may say for itself, which wins."""

    target_regions: tuple[TargetRegion, ...] | None = Field(
        None,
        description="Every region that the version is replicated to, the image's own among them. Needed.",
    )
    target_extended_locations: tuple[EdgeZone, ...] | None = Field(
        None, description="Every edge zone that the version is replicated to besides. The gate wants them too."
    )
    security_profile: SecurityProfile | None = Field(
        None, description="What machines trust at boot. Fixed once the version is there."
    )
    lock: Lock | None = Field(
        None, description="Lock on the version. With ReadOnly nothing of it can be changed until the lock is gone."
    )
    end_of_life_date: str | None = Field(
        None,
        description='Day until which it may be used, to come: "2030-12-31" in quotes (midnight UTC), or RFC 3339.',
    )
    storage_account_type: StorageAccountType | None = Field(
        None,
        json_schema_extra={"default": StorageAccountType.STANDARD_LRS.value},
        description="How replicas are stored. Fixed once the version is there.",
    )
    exclude_from_latest: bool | None = Field(
        None,
        json_schema_extra={"default": False},
        description="Never answer this version when somebody asks for latest.",
    )
    replication_mode: ReplicationMode | None = Field(
        None,
        json_schema_extra={"default": ReplicationMode.FULL.value},
        description="Whether it is a copy. A Shallow version depends on its image and can only stay published.",
    )
    block_deletion_before_end_of_life: bool | None = Field(
        None,
        json_schema_extra={"default": False},
        description="Let Azure refuse to delete the version before endOfLifeDate, which it needs.",
    )
    allow_deletion_of_replicated_locations: bool | None = Field(
        None,
        json_schema_extra={"default": False},
        description="Let Azure drop regions that were taken off the list. Only while one is dropped.",
    )
    max_data_disk_size_gb: int | None = Field(
        None,
        alias="maxDataDiskSizeGB",
        json_schema_extra=_DATA_DISK,
        description="Largest data disk that is accepted, in GB. Azure documents 1024 and takes 2048.",
    )
    not_used_for_days: int | None = Field(
        None,
        json_schema_extra=_NOT_USED,
        description="For how many days nothing may have been made from the image that is gone again, by the activity "
        "log, before it is deleted. 0 does not ask; 30 is recommended.",
    )
    tags: dict[str, str] | None = Field(
        None,
        description="Tags of the version, up to 50: names up to 512 characters without `<>%&\\?/`, compared without "
        "case, values up to 256. Those of defaults and of the migration are merged; the migration's win.",
    )
    boot_test: BootTest | None = Field(None, description="Test machines that prove a version before it is validated.")


class AcceptedReference(ConfigModel):
    """Whatever may go on naming the source image: a machine, a disk, a setting of a service, of any type and scope."""

    id: str = Field(
        description="Resource id of what may go on naming the image. A scale set's id covers its instances."
    )
    reason: str = Field(description="Why that does no harm, in words; it is kept in the evidence. Not empty.")


class MigrationEntry(VersionSettings):
    """One entry of `migrations`: one source image becomes one image version."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["definition", "version"]}, {"required": ["existingVersions"]}]}
    )

    name: str | None = Field(
        None,
        json_schema_extra={"pattern": "^[A-Za-z0-9._-]{1,100}$"},
        description="Logical name, unique in the stack: up to 100 letters, digits, dots, dashes and underscores; else "
        "<definition>-<version>, with existingVersions the image's. To change it say the old one as formerName.",
    )
    former_name: str | None = Field(
        None,
        description="The name that the stack has the migration under, when another is given, until that is applied.",
    )
    stage: Stage = Field(
        description="Where the migration is to stand. One step at a time: published, then validated, then retired."
    )
    source: Source = Field(description="The managed image that is moved.")
    definition: Definition | None = Field(
        None, description="The image definition that the version belongs to. Needed, but with existingVersions."
    )
    version: str | None = Field(
        None,
        json_schema_extra=_VERSION,
        description='Number of the version, Major.Minor.Patch, in quotes: "1.10.0". Each part is 0 to 2147483647. '
        "Needed, but with existingVersions.",
    )
    import_version: bool | None = Field(
        None,
        json_schema_extra={"default": False},
        description="The version exists, and the stack takes it over as it is instead of making it; its definition "
        "too, unless that is existing. Changes nothing once it is done.",
    )
    existing_versions: tuple[str, ...] | None = Field(
        None,
        description="In place of definition and version: resource ids of versions of the image that others made and "
        "keep, in any gallery. They are only read; each must be proven before the image is deleted.",
    )
    accepted_references: tuple[AcceptedReference, ...] | None = Field(
        None, description="What may go on naming the image when it is deleted."
    )
    requires: tuple[str, ...] | None = Field(
        None,
        description="Resource ids of further versions, of other environments for instance, that must be complete from "
        "this image before it is deleted. The identity must be allowed to read them.",
    )


class ReferenceScan(ConfigModel):
    """Where else to look for what still names a source image."""

    subscriptions: tuple[str, ...] = Field(
        default=(),
        description="Ids of further subscriptions that are searched. The image's own and the stack's always are.",
    )
    sweep: ReferenceSweep = Field(
        default=ReferenceSweep.SEARCHED,
        description="What Azure Resource Graph is asked about, for users of any type: the searched subscriptions, all "
        "that the identity sees, or nothing (none).",
    )


class AbandonedVersion(ConfigModel):
    """An image version that may be deleted although it is the only copy of its source."""

    id: str = Field(description="Resource id of the image version. Each once.")
    reason: str = Field(description="Why nobody will need it again, in words. Not empty.")


class StackConfig(ConfigModel):
    """Everything under `managed-image-to-gallery:` in a stack's file."""

    gallery: Gallery = Field(description="The gallery that all migrations of the stack go to.")
    defaults: VersionSettings | None = Field(
        None, description="What holds for every migration that does not say otherwise."
    )
    migrations: tuple[MigrationEntry, ...] = Field(
        description="One entry per image version that is made from a managed image. Keep it when it is retired."
    )
    reference_scan: ReferenceScan | None = Field(
        None, description="Where else, beside its own subscription and the stack's, a source image may still be named."
    )
    abandoned_versions: tuple[AbandonedVersion, ...] | None = Field(
        None,
        description="Versions that may be deleted although they are the only copy of their source. Deletes nothing.",
    )


class StackKeys(ConfigModel):
    """The keys of `StackConfig` without what stands below them, of which each part is read by itself.

    The engine hands them over as they are written, so that Python's spelling is none of theirs.
    """

    model_config = ConfigDict(validate_by_name=False)

    gallery: object
    defaults: object = None
    migrations: tuple[object, ...]
    reference_scan: object = None
    abandoned_versions: tuple[object, ...] | None = None


class ComponentArguments(MigrationEntry):
    """The component's arguments: one migration with its gallery (see `managed_image_to_gallery.config.args`)."""

    gallery: Gallery = Field(description="The gallery that the image is moved to.")
    subscription_id: str | None = Field(
        None, description="Subscription of the gallery, and of a source without an id; by default the stack's."
    )
    reference_subscriptions: tuple[str, ...] = Field(
        default=(), description="Ids of further subscriptions that are searched for references."
    )
    reference_sweep: ReferenceSweep = Field(
        default=ReferenceSweep.SEARCHED, description="What Azure Resource Graph is asked about, for users of any type."
    )
    abandoned_versions: tuple[AbandonedVersion, ...] | None = Field(
        None, description="Versions that may be deleted although they are the only copy of their source."
    )
