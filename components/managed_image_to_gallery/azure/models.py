"""What was read from Azure, as frozen values.

Regions are canonical (`regions.canonical_region`) and sizes are in GB throughout. `wire` makes these from ARM's bodies;
tests of other rooms make them by hand or through `wire`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.image_content import Value
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.resource_ids import ResourceId

SUCCEEDED = "Succeeded"
"""The provisioningState of a resource that Azure has finished building."""

FAILED = "Failed"
"""The provisioningState of one that Azure could not build, or change."""

LEAST_STORAGE = "Standard_LRS"
"""How replicas are stored where nothing else is said: every other type is faster or outlives a zone."""


OS_DISK = "OS disk"
"""How messages name it."""


def data_disk(lun: int) -> str:
    """How messages name a data disk."""
    return f"data disk at LUN {lun}"


@dataclass(frozen=True)
class DataDisk:
    """A data disk of a managed image or version; the size is absent where Azure has not read the disk yet."""

    lun: int
    size_gb: int | None


@dataclass(frozen=True)
class ManagedImage:
    """A managed image (`Microsoft.Compute/images`).

    `hyper_v_generation` is V1 where Azure names none. `body` is the GET answer as it came over the wire, for adoption;
    `content` is what makes it this image, by name (see `image_content`).
    """

    id: ResourceId
    location: str
    os_type: str
    os_state: str
    hyper_v_generation: str
    zone_resilient: bool
    os_disk_size_gb: int | None
    data_disks: tuple[DataDisk, ...]
    tags: Mapping[str, str]
    provisioning_state: str
    source_virtual_machine_id: str | None
    body: JsonObject = field(repr=False)
    content: Mapping[str, Value] = field(repr=False)


@dataclass(frozen=True)
class Gallery:
    """An Azure Compute Gallery (`Microsoft.Compute/galleries`)."""

    id: ResourceId
    location: str
    provisioning_state: str
    soft_delete_enabled: bool


@dataclass(frozen=True)
class PurchasePlan:
    """The marketplace plan that VMs of a definition are billed under."""

    name: str
    publisher: str
    product: str


@dataclass(frozen=True)
class ImageDefinition:
    """An image definition (`Microsoft.Compute/galleries/images`); `features` are name and value.

    `end_of_life_date` is as Azure answers it (RFC 3339), None where there is none.
    """

    id: ResourceId
    location: str
    provisioning_state: str
    os_type: str
    os_state: str
    hyper_v_generation: str
    architecture: str
    publisher: str
    offer: str
    sku: str
    features: tuple[tuple[str, str], ...]
    purchase_plan: PurchasePlan | None
    end_of_life_date: str | None
    eula: str | None = None


@dataclass(frozen=True)
class TargetRegion:
    """A region that a version is replicated to, as the version itself says; further replicas by how they are stored."""

    name: str
    replica_count: int
    storage_account_type: str
    exclude_from_latest: bool
    additional_replica_sets: tuple[tuple[str, int], ...] = ()
    encrypted_disks: frozenset[str] = frozenset()
    """Those with a disk encryption set, by `OS_DISK` and `data_disk`: with a key of the customer's."""


@dataclass(frozen=True)
class RegionalReplication:
    """How far replication to one region is: Unknown, Replicating, Completed or Failed; progress in percent."""

    state: str
    progress: int
    details: str


@dataclass(frozen=True)
class ReplicationStatus:
    """How far replication is as a whole (Unknown, InProgress, Completed, Failed) and per canonical region."""

    aggregated_state: str
    regions: Mapping[str, RegionalReplication]


@dataclass(frozen=True)
class Validation:
    """A validation that Azure ran on a version: what kind, and how it ended (Unknown, Failed, Succeeded)."""

    kind: str
    status: str


@dataclass(frozen=True)
class ImageVersion:
    """An image version (`Microsoft.Compute/galleries/images/versions`).

    `source_id` is the id as Azure answers it, whatever its case, and goes on naming a source that was deleted since.
    `replication_mode` is Full where Azure names none. `replication` is None when Azure did not answer it, which proves
    nothing. Dates are as Azure answers them (RFC 3339). Azure tells the disks and their sizes once it has read the
    source. `policy_violations` are what Azure reported against the version, a text each. `edge_zones` are the extended
    locations it is replicated to, with their replicas, `edge_zone_storage` how those are stored, and
    `edge_zone_encryption` which disks have a disk encryption set there; `security_profile` is as it came over the wire.
    """

    id: ResourceId
    location: str
    provisioning_state: str
    source_id: str | None
    replication_mode: str
    storage_account_type: str
    target_regions: tuple[TargetRegion, ...]
    exclude_from_latest: bool
    end_of_life_date: str | None
    published_date: str | None
    replication: ReplicationStatus | None
    os_disk_size_gb: int | None
    data_disks: tuple[DataDisk, ...]
    policy_violations: tuple[str, ...]
    validations: tuple[Validation, ...]
    edge_zones: Mapping[str, int] = field(default_factory=dict[str, int])
    edge_zone_storage: Mapping[str, str] = field(default_factory=dict[str, str])
    edge_zone_encryption: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    security_profile: JsonObject | None = None

    @property
    def places(self) -> dict[str, int]:
        """Every region and edge zone that it is replicated to, canonical, with its replicas."""
        return {**{region.name: region.replica_count for region in self.target_regions}, **self.edge_zones}

    @property
    def storage(self) -> dict[str, str]:
        """How its replicas are stored (Standard_ZRS …), by canonical region and edge zone."""
        return {
            **{region.name: region.storage_account_type for region in self.target_regions},
            **self.edge_zone_storage,
        }

    @property
    def encrypted_disks(self) -> frozenset[tuple[str, str]]:
        """Canonical region or edge zone, and disk, of everything that has a disk encryption set."""
        regions = {region.name: region.encrypted_disks for region in self.target_regions}
        return frozenset(
            (place, disk) for place, disks in {**regions, **self.edge_zone_encryption}.items() for disk in disks
        )


@dataclass(frozen=True)
class ResourceLock:
    """A management lock: its own id, the scope it protects and everything below, and CanNotDelete or ReadOnly."""

    id: str
    scope: str
    level: str


@dataclass(frozen=True)
class RoleAssignment:
    """A role that a principal has: the assignment's id, its scope, the role's GUID, the principal's object id."""

    id: str
    scope: str
    role: str
    principal_id: str


@dataclass(frozen=True)
class ImageReference:
    """Something that names or needs a managed image: its id, what it is (virtual machine, scale set …), its region.

    `held_by` is the machine that a disk is attached to. `detail` says why it counts where its kind does not: what an
    image version lacks, what could not be read of a machine. The location is empty for what runs nowhere. `since` is
    when it was made, as Azure spells the time; empty where Azure does not say. `need` says what of it makes the image
    necessary beyond its start, where something does. `names_only`: it names the image and does not need it; `setting`
    is then the name and value (JSON) of what has to be changed, where it is known. `by_graph`: only Resource Graph has
    shown it, which may be hours behind.
    """

    consumer_id: str
    kind: str
    location: str
    held_by: str | None = None
    detail: str = ""
    since: str = ""
    need: str = ""
    names_only: bool = False
    setting: tuple[str, str] | None = None
    by_graph: bool = False

    @property
    def text(self) -> str:
        """Kind, whole id, what is said of it, region and age, for messages."""
        said = f" ({self.said})" if self.said else ""
        where = f" in {self.location}" if self.location else ""
        return f"{self.kind} {self.consumer_id}{said}{where}{f' since {self.since[:10]}' if self.since else ''}"

    @property
    def said(self) -> str:
        """Need and detail, and where it is so that only Resource Graph has shown it."""
        late = "as Resource Graph says, which may be hours behind" if self.by_graph else ""
        return "; ".join(text for text in (self.need, self.detail, late) if text)

    @property
    def short_text(self) -> str:
        """Kind, name and detail, for tables, which say apart how certain they are.

        A version's name is `gallery/definition/version`.
        """
        said = replace(self, by_graph=False).said
        return f"{self.kind} {self._name}{f' ({said})' if said else ''}"

    @property
    def _name(self) -> str:
        _, of_a_gallery, below = self.consumer_id.partition("/galleries/")
        return "/".join(below.split("/")[::2]) if of_a_gallery else self.consumer_id.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class VirtualMachine:
    """A virtual machine with its instance view.

    `image_id` and `exact_version` say what it was made from; a machine made from a disk has neither. `power_state` is
    the word after `PowerState/` (running, stopped, deallocated …), `agent_status` the VM agent's (`Ready`,
    `Not Ready`); both are None as long as Azure does not say.
    """

    id: ResourceId
    location: str
    provisioning_state: str
    image_id: str | None
    exact_version: str | None
    time_created: str | None
    power_state: str | None
    agent_status: str | None


@dataclass(frozen=True)
class RunCommandResult:
    """What became of a run command (`virtualMachines/runCommands`) inside the machine; the output is its tail.

    The fields are empty or None until the machine has reported.
    """

    execution_state: str
    exit_code: int | None
    output: str
    error: str
    message: str
