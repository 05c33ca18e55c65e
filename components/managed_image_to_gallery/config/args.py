"""The arguments of `ManagedImageToGallery`, in types that every Pulumi language can use.

The fields are those of one entry of the stack's config, in Python's spelling, with the gallery beside them. What
decides which resources exist, and what the gate proves, is plain; an `Input` may be an output or a secret too
(`config.late`). A packaged component receives a dictionary in which numbers are floats; the component casts them.

Annotations are read at run time by Pulumi's component analyser, hence no `from __future__ import annotations` here, no
unions and no `Literal`.
"""

from typing import NotRequired, TypedDict

from pulumi import Input

from managed_image_to_gallery.config.boot_test.args import BootTestArgs
from managed_image_to_gallery.config.choices import (
    Architecture,
    HyperVGeneration,
    OsState,
    OsType,
    ReferenceSweep,
    ReplicationMode,
    Stage,
)
from managed_image_to_gallery.config.gallery_parts.args import (
    DisallowedArgs,
    EdgeZoneArgs,
    EncryptionArgs,
    GalleryIdentityArgs,
    LockArgs,
    ReplicaSetArgs,
    RoleAssignmentArgs,
    SecurityProfileArgs,
    SharingProfileArgs,
    SoftDeletePolicyArgs,
    StorageAccountType,
)


class SourceArgs(TypedDict):
    """The managed image that is moved: an id, or a resource group and a name."""

    id: NotRequired[str]
    """Resource id of the managed image; for an image in another subscription."""
    resource_group: NotRequired[str]
    """Resource group of the managed image."""
    name: NotRequired[str]
    """Name of the managed image."""
    location: NotRequired[str]
    """Region of the managed image; read from the image, checked when given."""


class GalleryArgs(TypedDict):
    """The Azure Compute Gallery."""

    resource_group: Input[str]
    """Resource group of the gallery."""
    name: Input[str]
    """Name of the gallery."""
    create: NotRequired[bool]
    """Create the gallery; by default it must exist."""
    location: NotRequired[Input[str]]
    """Region of a gallery that is created; by default that of its resource group."""
    description: NotRequired[Input[str]]
    """Description of a gallery that is created."""
    tags: NotRequired[Input[dict[str, Input[str]]]]
    """Tags of a gallery that is created."""
    sharing_profile: NotRequired[SharingProfileArgs]
    """Who can be let into a gallery that is created; nobody by default."""
    soft_delete_policy: NotRequired[SoftDeletePolicyArgs]
    """Whether deleted versions of a gallery that is created can be brought back."""
    identity: NotRequired[GalleryIdentityArgs]
    """What a gallery that is created signs in as."""
    role_assignments: NotRequired[list[RoleAssignmentArgs]]
    """Roles on a gallery that is created."""
    lock: NotRequired[LockArgs]
    """Lock on a gallery that is created."""


class RangeArgs(TypedDict):
    """A recommended range."""

    min: NotRequired[int]
    """Smallest recommended value."""
    max: NotRequired[int]
    """Largest recommended value."""


class RecommendedArgs(TypedDict):
    """The sizes recommended for VMs of a definition."""

    v_cpus: NotRequired[RangeArgs]
    """Number of vCPUs."""
    memory: NotRequired[RangeArgs]
    """Memory in GB."""


class FeatureArgs(TypedDict):
    """A feature of a definition."""

    name: str
    """Name, for instance DiskControllerTypes."""
    value: str
    """Value, for instance SCSI."""


class PurchasePlanArgs(TypedDict):
    """The marketplace plan that the image was made from."""

    name: str
    """Plan id."""
    publisher: str
    """Publisher of the plan."""
    product: str
    """Product, also called offer."""


class DefinitionArgs(TypedDict):
    """The image definition that the version belongs to."""

    name: Input[str]
    """Name of the definition."""
    existing: NotRequired[bool]
    """The definition exists and is not managed here; it is only read and checked."""
    publisher: NotRequired[str]
    """Publisher; with offer and sku unique in the gallery."""
    offer: NotRequired[str]
    """Offer."""
    sku: NotRequired[str]
    """SKU."""
    os_type: NotRequired[OsType]
    """Operating system; read from the image, checked when given."""
    os_state: NotRequired[OsState]
    """OS state; Generalized is the only one that a managed image can have here."""
    hyper_v_generation: NotRequired[HyperVGeneration]
    """Hyper-V generation; read from the image, checked when given."""
    architecture: NotRequired[Architecture]
    """Architecture; x64 by default."""
    features: NotRequired[list[FeatureArgs]]
    """Features, sent only when given."""
    recommended: NotRequired[RecommendedArgs]
    """Recommended VM sizes."""
    description: NotRequired[Input[str]]
    """Description."""
    purchase_plan: NotRequired[PurchasePlanArgs]
    """Marketplace plan of the image; a managed image does not carry it itself."""
    end_of_life_date: NotRequired[Input[str]]
    """Date after which the definition should not be used."""
    eula: NotRequired[str]
    """End user license agreement: a text or an address. Fixed once the definition exists."""
    privacy_statement_uri: NotRequired[Input[str]]
    """Address of a privacy statement."""
    release_note_uri: NotRequired[Input[str]]
    """Address of release notes."""
    disallowed: NotRequired[DisallowedArgs]
    """What machines may not have."""
    tags: NotRequired[Input[dict[str, Input[str]]]]
    """Tags of the definition."""
    role_assignments: NotRequired[list[RoleAssignmentArgs]]
    """Roles on the definition."""


class TargetRegionArgs(TypedDict):
    """A region that the version is replicated to."""

    name: str
    """Region, in any spelling."""
    replica_count: NotRequired[Input[int]]
    """Replicas kept there, 1 to 100; 1 by default."""
    storage_account_type: NotRequired[Input[StorageAccountType]]
    """How they are stored; by default as the version says."""
    exclude_from_latest: NotRequired[Input[bool]]
    """Do not answer this version as the latest in this region."""
    encryption: NotRequired[EncryptionArgs]
    """Disk encryption sets in this region."""
    additional_replica_sets: NotRequired[list[ReplicaSetArgs]]
    """Further replicas there, stored otherwise."""


class AcceptedReferenceArgs(TypedDict):
    """Something that may go on naming the source image."""

    id: str
    """Resource id of the VM, scale set (with its instances), disk or image template."""
    reason: str
    """Why the reference does no harm."""


class AbandonedVersionArgs(TypedDict):
    """An image version that may be deleted although it is the only copy of its source."""

    id: str
    """Resource id of the image version."""
    reason: str
    """Why nobody will need it again."""


class ManagedImageToGalleryArgs(TypedDict):
    """One migration: a managed image becomes one image version."""

    stage: Stage
    """Where the migration stands."""
    source: SourceArgs
    """The managed image that is moved."""
    gallery: GalleryArgs
    """The gallery it is moved to."""
    definition: NotRequired[DefinitionArgs]
    """The image definition of the version; needed unless existing_versions are given."""
    version: NotRequired[str]
    """Number of the version: Major.Minor.Patch; needed unless existing_versions are given."""
    import_version: NotRequired[bool]
    """The version exists, and the stack takes it over as it is instead of making it. Changes nothing once done."""
    existing_versions: NotRequired[list[str]]
    """In place of definition and version: resource ids of versions that others made and keep; they are only read."""
    target_regions: NotRequired[list[TargetRegionArgs]]
    """The complete list of regions that the version is replicated to; needed unless existing_versions are given."""
    target_extended_locations: NotRequired[list[EdgeZoneArgs]]
    """The complete list of edge zones that the version is replicated to besides."""
    security_profile: NotRequired[SecurityProfileArgs]
    """What machines of the version trust at boot. Fixed once the version exists."""
    lock: NotRequired[LockArgs]
    """Lock on the version."""
    end_of_life_date: NotRequired[Input[str]]
    """Date after which the version should not be used."""
    storage_account_type: NotRequired[Input[StorageAccountType]]
    """How replicas are stored; Standard_LRS by default. Fixed once the version exists."""
    exclude_from_latest: NotRequired[Input[bool]]
    """Do not answer this version as the latest."""
    replication_mode: NotRequired[ReplicationMode]
    """Full by default."""
    block_deletion_before_end_of_life: NotRequired[bool]
    """Let Azure refuse to delete the version before its end of life."""
    allow_deletion_of_replicated_locations: NotRequired[bool]
    """Let Azure drop regions that were taken off the list; only while a region is dropped on purpose."""
    max_data_disk_size_gb: NotRequired[int]
    """Largest data disk that is accepted, in GB: 1024 as documented, up to 2048 as Azure allows today."""
    not_used_for_days: NotRequired[int]
    """For how many days nothing may have been made from the image that is gone again; 0, the default, asks nothing."""
    boot_test: NotRequired[BootTestArgs]
    """Test machines that prove the version before it is validated."""
    accepted_references: NotRequired[list[AcceptedReferenceArgs]]
    """VMs, scale sets, disks and image templates that may go on naming the source image."""
    requires: NotRequired[list[str]]
    """Resource ids of further image versions that must be complete from this image before it is retired."""
    reference_subscriptions: NotRequired[list[str]]
    """Subscriptions searched for references besides the source's own."""
    reference_sweep: NotRequired[ReferenceSweep]
    """What Azure Resource Graph is asked about; the searched subscriptions by default."""
    abandoned_versions: NotRequired[list[AbandonedVersionArgs]]
    """Image versions, of any migration, that may be deleted although they are the only copy of their source."""
    tags: NotRequired[Input[dict[str, Input[str]]]]
    """Tags of the version."""
    subscription_id: NotRequired[str]
    """Subscription of the gallery, and of a source without an id; by default the stack's. The provider has the same."""
