"""The form of a seed file. Everything that may be left out has the value that most people would write."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Strict(BaseModel):
    """Unknown fields are refused; names are camelCase as Azure's."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)


class Group(Strict):
    """A resource group; its name is the key."""

    location: str
    tags: dict[str, str] | None = None


class InGroup(Strict):
    """What every resource has: its group, its name; the location is the group's where it is left out."""

    resource_group: str
    name: str
    location: str | None = None
    tags: dict[str, str] | None = None


class DataDisk(Strict):
    """A data disk of an image."""

    lun: int
    disk_size_gb: int = Field(alias="diskSizeGB")


class Image(InGroup):
    """A managed image, made from blobs unless `sourceVirtualMachine` names a generalized machine of the seed.

    `madeAgain`: it was deleted and made anew under its name when the seed's versions were there.
    """

    source_virtual_machine: str | None = None
    os_type: Literal["Windows", "Linux"] = "Linux"
    os_state: Literal["Generalized", "Specialized"] = "Generalized"
    hyper_v_generation: Literal["V1", "V2"] = "V1"
    os_disk_size_gb: int = Field(default=30, alias="osDiskSizeGB")
    data_disks: list[DataDisk] = []
    zone_resilient: bool = False
    made_again: bool = False


class Disk(InGroup):
    """A disk or snapshot: empty, of a size, or with any `creationData` of Azure's."""

    disk_size_gb: int = Field(default=30, alias="diskSizeGB")
    os_type: Literal["Windows", "Linux"] | None = None
    hyper_v_generation: Literal["V1", "V2"] | None = None
    creation_data: dict[str, Any] = {"createOption": "Empty"}


class TargetRegion(Strict):
    """Where a version is replicated."""

    name: str
    replica_count: int = 1
    storage_account_type: str | None = None


class Version(Strict):
    """An image version; `source` is an image of the seed (`group/name` or a full id).

    What became of it: regions in which replication failed (so that it is `Failed`) or goes on for three hours more, a
    creation that failed, a deletion, which ends in the bin of a gallery that has one.
    """

    name: str
    source: str
    location: str | None = None
    target_regions: list[TargetRegion] = []
    end_of_life_date: str | None = None
    exclude_from_latest: bool = False
    replication_mode: Literal["Full", "Shallow"] | None = None
    tags: dict[str, str] | None = None
    failed_regions: list[str] = []
    replicating_regions: list[str] = []
    failed: bool = False
    deleted: bool = False


class Definition(Strict):
    """An image definition with its versions."""

    name: str
    publisher: str
    offer: str
    sku: str
    os_type: Literal["Windows", "Linux"] = "Linux"
    os_state: Literal["Generalized", "Specialized"] = "Generalized"
    hyper_v_generation: Literal["V1", "V2"] = "V1"
    properties: dict[str, Any] = {}
    versions: list[Version] = []


class Gallery(InGroup):
    """A gallery with its definitions."""

    soft_delete: bool = False
    definitions: list[Definition] = []


class Machine(InGroup):
    """A virtual machine or scale set made from `image`: an image or version of the seed, or a platform image's URN."""

    image: str
    size: str = "Standard_D2s_v3"
    os_type: Literal["Windows", "Linux"] = "Linux"
    specialized: bool = False
    generalized: bool = False


class ScaleSet(Machine):
    """A scale set."""

    capacity: int = 1


class Gone(InGroup):
    """What was made from `image` some days ago and deleted some minutes later.

    `clientId` names the service principal who did it, or `caller` the user; `body` is what the log has in the place of
    the answer, for instance a text that is cut off.
    """

    image: str
    kind: Literal["virtualMachines", "virtualMachineScaleSets", "disks"] = "virtualMachines"
    days_ago: float = Field(default=1.0, ge=0)
    minutes: float = Field(default=2.0, ge=0)
    client_id: str | None = None
    caller: str | None = None
    body: str | None = None


class Lock(Strict):
    """A lock at `scope`: a group's name, `group/provider/type/name`, or a full id; "" is the subscription."""

    name: str
    scope: str
    level: Literal["CanNotDelete", "ReadOnly"] = "CanNotDelete"
    notes: str | None = None


class Role(Strict):
    """A built-in role at a scope, written as a lock's."""

    role: str
    scope: str = ""


class ServicePrincipal(Strict):
    """Somebody else who may sign in, with a secret or with the key of a certificate (PEM)."""

    name: str
    client_id: str
    secret: str
    certificate: str = ""
    object_id: str | None = None
    roles: list[Role] = []


class RawResource(Strict):
    """Any resource, as it would be PUT; `actions` are POSTed to it afterwards."""

    id: str
    api_version: str | None = None
    body: dict[str, Any] = {}
    actions: list[str] = []


Registration = Literal["Registered", "NotRegistered", "Unregistered", "Absent"]


class Seed(Strict):
    """The file, in the order in which it is carried out; `providers` at the end, so that theirs may be there before."""

    providers: dict[str, Registration] = {}

    resource_groups: dict[str, Group] = {}
    disks: list[Disk] = []
    snapshots: list[Disk] = []
    resources: list[RawResource] = []
    images: list[Image] = []
    galleries: list[Gallery] = []
    virtual_machines: list[Machine] = []
    images_of_machines: list[Image] = []
    scale_sets: list[ScaleSet] = []
    principals: list[ServicePrincipal] = []
    locks: list[Lock] = []
    gone: list[Gone] = []
