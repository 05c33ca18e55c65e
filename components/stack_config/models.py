"""The stack's config as pydantic models: its shape, and nothing that needs more than one field to judge.

Field and key names are Azure's (DESIGN.md "Stack config"). Types only are checked here; what values mean is judged by
`rules`, so that one message can list every fault. Limits appear as JSON schema hints for editors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from azure_facts import limits
from components.args import (
    Architecture,
    HyperVGeneration,
    OsState,
    OsType,
    ReplicationMode,
    Stage,
    StorageAccountType,
)
from components.stack_config.base import ConfigModel
from components.stack_config.boot_test_models import BootTest

if TYPE_CHECKING:
    from pydantic.config import JsonDict

_REPLICAS: JsonDict = {"minimum": limits.MIN_REPLICA_COUNT, "maximum": limits.MAX_REPLICA_COUNT}
_DATA_DISK: JsonDict = {"minimum": 1, "maximum": limits.MAX_DATA_DISK_SIZE_GB}
_VERSION: JsonDict = {"pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"}


class Source(ConfigModel):
    """The managed image that is moved: an id, or a resource group and a name."""

    id: str | None = None
    resource_group: str | None = None
    name: str | None = None
    location: str | None = Field(None, description="Read from the image; checked when given.")


class Gallery(ConfigModel):
    """The Azure Compute Gallery, one per stack."""

    resource_group: str
    name: str
    create: bool = Field(False, description="Create the gallery; by default it must exist.")
    location: str | None = Field(None, description="Of a gallery that is created; by default its resource group's.")
    description: str | None = Field(None, description="Of a gallery that is created.")


class Range(ConfigModel):
    """A recommended range."""

    min: int | None = None
    max: int | None = None


class Recommended(ConfigModel):
    """Recommended sizes of VMs: number of vCPUs, memory in GB."""

    v_cpus: Range | None = Field(None, alias="vCPUs")
    memory: Range | None = None


class Feature(ConfigModel):
    """A feature of a definition."""

    name: str
    value: str


class PurchasePlan(ConfigModel):
    """The marketplace plan that the image was made from."""

    name: str
    publisher: str
    product: str


class Definition(ConfigModel):
    """The image definition that a version belongs to."""

    name: str
    existing: bool = Field(False, description="The definition is only read and checked, never created or changed.")
    publisher: str | None = None
    offer: str | None = None
    sku: str | None = None
    os_type: OsType | None = Field(None, description="Read from the image; checked when given.")
    os_state: OsState | None = None
    hyper_v_generation: HyperVGeneration | None = Field(None, description="Read from the image; checked when given.")
    architecture: Architecture | None = None
    features: tuple[Feature, ...] | None = None
    recommended: Recommended | None = None
    description: str | None = None
    purchase_plan: PurchasePlan | None = None
    end_of_life_date: str | None = None


class DiskEncryption(ConfigModel):
    """A disk encryption set for the replicas of the OS disk."""

    disk_encryption_set_id: str


class DataDiskEncryption(ConfigModel):
    """A disk encryption set for the replicas of one data disk."""

    lun: int
    disk_encryption_set_id: str


class Encryption(ConfigModel):
    """Disk encryption sets of one region."""

    os_disk_image: DiskEncryption | None = None
    data_disk_images: tuple[DataDiskEncryption, ...] | None = None


class TargetRegion(ConfigModel):
    """A region that a version is replicated to."""

    name: str
    replica_count: int = Field(1, json_schema_extra=_REPLICAS)
    storage_account_type: StorageAccountType | None = None
    exclude_from_latest: bool | None = None
    encryption: Encryption | None = None


class VersionSettings(ConfigModel):
    """What `defaults` may say for all migrations and each migration may say for itself."""

    target_regions: tuple[TargetRegion, ...] | None = None
    end_of_life_date: str | None = Field(None, description='A date in quotes, "2030-12-31", or RFC 3339.')
    storage_account_type: StorageAccountType | None = None
    exclude_from_latest: bool | None = None
    replication_mode: ReplicationMode | None = None
    block_deletion_before_end_of_life: bool | None = None
    allow_deletion_of_replicated_locations: bool | None = Field(
        None, description="Only while a region is taken off the list on purpose."
    )
    max_data_disk_size_gb: int | None = Field(None, alias="maxDataDiskSizeGB", json_schema_extra=_DATA_DISK)
    tags: dict[str, str] | None = None
    boot_test: BootTest | None = Field(None, description="Test machines that prove a version before it is validated.")


class AcceptedReference(ConfigModel):
    """A VM, scale set, disk or image template that may go on naming the source image."""

    id: str
    reason: str


class MigrationEntry(VersionSettings):
    """One entry of `migrations`: one source image becomes one image version."""

    name: str | None = Field(None, description="Logical name; by default <definition>-<version>. Never change it.")
    stage: Stage
    source: Source
    definition: Definition
    version: str = Field(description='In quotes: "1.10.0".', json_schema_extra=_VERSION)
    accepted_references: tuple[AcceptedReference, ...] | None = None


class ReferenceScan(ConfigModel):
    """Where else to look for what still names a source image."""

    subscriptions: tuple[str, ...] = ()


class StackConfig(ConfigModel):
    """Everything under `managed-image-to-gallery:` in a stack's file."""

    gallery: Gallery
    defaults: VersionSettings | None = None
    migrations: tuple[MigrationEntry, ...]
    reference_scan: ReferenceScan | None = None


class ComponentArguments(MigrationEntry):
    """The component's arguments: one migration with its gallery (see `components.args`)."""

    gallery: Gallery
    reference_subscriptions: tuple[str, ...] = ()
