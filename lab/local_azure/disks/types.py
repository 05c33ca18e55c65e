"""The types `Microsoft.Compute/disks` and `Microsoft.Compute/snapshots`.

Source: lab/tests/recorded/facts/java_2020-12-01_disk_and_snapshot.jsonl.
"""

from __future__ import annotations

import re
import uuid
from typing import ClassVar

from local_azure.arm.bodies import Enumerations
from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.lifecycle import require_group
from local_azure.arm.locations import check_location
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Call, ResourceType, ThrottlePolicy, World
from local_azure.arm.storage import DISK_TYPES, GENERATIONS, OS_TYPES
from local_azure.disks import errors
from local_azure.disks.creation import OPTIONS, asked_gigabytes, make

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?")
_GIGABYTE = 1024**3
_KEPT = ("osType", "hyperVGeneration", "purchasePlan", "networkAccessPolicy", "publicNetworkAccess", "maxShares")
_SHOWN_AT_FIRST = ("osType", "hyperVGeneration", "purchasePlan", "creationData", "diskSizeGB", "networkAccessPolicy")
_TIERS = {"Standard_LRS": "Standard", "Standard_ZRS": "Standard", "UltraSSD_LRS": "Ultra"}


class Disk(ResourceType):
    """Managed disks. A PUT answers 202 with less than the resource; the poll's `output` is the whole of it.

    A machine that uses a disk sets `envelope["managedBy"]` and `diskState`.
    """

    name = "Microsoft.Compute/disks"
    api_versions = (
        *("2016-04-30-preview", "2017-03-30", "2018-04-01", "2018-06-01", "2018-09-30", "2019-03-01", "2019-07-01"),
        *("2019-11-01", "2020-05-01", "2020-06-30", "2020-09-30", "2020-12-01", "2021-04-01", "2021-08-01"),
        *("2021-12-01", "2022-03-02", "2022-07-02", "2023-01-02", "2023-04-02", "2023-10-02", "2024-03-02"),
        *("2025-01-02", "2026-03-02"),
    )
    style = OperationStyle(
        url_family="DiskOperations",
        accepted_status=202,
        put_retry_after=2,
        poll_retry_after=2,
        put_sends_location=True,
    )
    envelope_keys = ("sku", "zones", "extendedLocation")
    throttle = ThrottlePolicy(
        put=("CreateUpdateDisks", 1000, 8000),
        delete=("DeleteDisks", 3000, 24000),
        get=("LowCostGet", 15000, 120000),
        list=("LowCostGet", 15000, 120000),
        poll=("GetOperation", 50000, 400000),
    )
    enumerations: ClassVar[Enumerations] = {
        "sku.name": DISK_TYPES,
        "properties.osType": OS_TYPES,
        "properties.hyperVGeneration": GENERATIONS,
        "properties.creationData.createOption": OPTIONS,
        "properties.networkAccessPolicy": ("AllowAll", "AllowPrivate", "DenyAll"),
        "properties.publicNetworkAccess": ("Enabled", "Disabled"),
    }
    name_parameter: ClassVar[str] = "diskName"
    seconds: ClassVar[float] = 0.4
    fixed_properties: ClassVar[Json] = {"diskIOPSReadWrite": 500, "diskMBpsReadWrite": 60}

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """Name, location, source; what a disk was made from is fixed."""
        if not _NAME.fullmatch(call.id.name):
            raise errors.invalid_name(self.name_parameter)
        check_location(call, existing, self.name)
        require_group(call)
        if existing is None:
            make(call.world, call.properties, self.location_of(call, None) or "")
            return
        sent = as_object(call.properties.get("creationData"))
        kept = as_object(existing.properties.get("creationData"))
        if any(sent[name] != kept.get(name) for name in sent):
            raise errors.change_not_allowed("disk.creationData")

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """A new disk from its source; of an existing one size and settings change."""
        disk = super().build(call, existing, resource_id)
        kept = {name: call.properties[name] for name in _KEPT if call.properties.get(name) is not None}
        if existing is None:
            made = make(call.world, call.properties, disk.location or "")
            first: Json = {
                "uniqueId": str(uuid.uuid4()),
                "timeCreated": timestamp(call.world.now),
                "diskState": "Unattached",
                "networkAccessPolicy": "AllowAll",
            }
            disk.properties = {"creationData": made.creation_data, **self._size(made.size), **first, **made.system}
        else:
            size = asked_gigabytes(call.properties) or existing.properties["diskSizeGB"]
            disk.properties = {**existing.properties, **self._size(int(size))}
        disk.properties.update(kept)
        disk.envelope = {**(existing.envelope if existing else {}), **disk.envelope}
        disk.envelope["sku"] = self._sku(as_object(disk.envelope.get("sku")))
        return disk

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """Whatever the size."""
        return self.seconds

    def accepted_state(self, existing: Resource | None) -> str:
        """New disks too are `Updating` (seen)."""
        return "Updating"

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """With what every disk shows."""
        return {
            **resource.properties,
            **self.fixed_properties,
            "encryption": {"type": "EncryptionAtRestWithPlatformKey"},
        }

    def render_accepted(self, call: Call, resource: Resource) -> Json:
        """The answer to a PUT: no id, no type, and of the rest what was sent (seen)."""
        shown: Json = {"name": resource.name, "location": resource.location}
        if call.body.get("tags") is not None:
            shown["tags"] = resource.tags
        if as_object(call.body.get("sku")):
            shown["sku"] = {"name": resource.envelope["sku"]["name"]}
        sent = [name for name in _SHOWN_AT_FIRST if call.properties.get(name) is not None]
        shown["properties"] = {
            **{name: resource.properties[name] for name in sent},
            **_by_uri(call, resource),
            "provisioningState": resource.provisioning_state,
            "isArmResource": True,
        }
        return shown

    def finish(self, world: World, operation: Operation) -> None:
        """The poll of a PUT shows the whole resource as its output."""
        super().finish(world, operation)
        resource = world.store.get(operation.resource_id)
        if resource is not None and operation.verb != "delete":
            api_version = str(operation.arguments.get("api_version"))
            operation.output = self.render(Call(world, "GET", resource.arm_id, api_version), resource)

    def check_delete(self, call: Call, resource: Resource) -> None:
        """Not while a machine has it."""
        if machine := resource.envelope.get("managedBy"):
            raise errors.attached(resource.name, str(machine))

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """As long as making one."""
        return self.seconds

    def _size(self, gigabytes: int) -> Json:
        return {"diskSizeGB": gigabytes, "diskSizeBytes": gigabytes * _GIGABYTE}

    def _sku(self, sent: Json) -> Json:
        name = str(sent.get("name") or "Standard_LRS")
        return {"name": name, "tier": _TIERS.get(name, "Premium" if name.startswith("Premium") else "Standard")}


class Snapshot(Disk):
    """Snapshots: like disks, with `incremental`, without throughput; their 202 has not even a name (seen)."""

    name = "Microsoft.Compute/snapshots"
    name_parameter = "snapshotName"
    seconds = 3.4
    fixed_properties: ClassVar[Json] = {}

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """Full unless an incremental one is asked for."""
        snapshot = super().build(call, existing, resource_id)
        kept = existing.properties.get("incremental", False) if existing is not None else False
        snapshot.properties["incremental"] = bool(call.properties.get("incremental", kept))
        return snapshot

    def render_accepted(self, call: Call, resource: Resource) -> Json:
        """As of a disk, without the name."""
        return {name: value for name, value in super().render_accepted(call, resource).items() if name != "name"}


def _by_uri(call: Call, resource: Resource) -> Json:
    """A copy that was asked for by `sourceUri` is answered under that name at first, and never again.

    Source: docs/reference/azure-machines.md#disks-and-snapshots.
    """
    sent = as_object(call.properties.get("creationData"))
    if "sourceUri" not in sent:
        return {}
    kept = {name: value for name, value in resource.properties["creationData"].items() if name != "sourceResourceId"}
    return {"creationData": {**kept, "sourceUri": sent["sourceUri"]}}


TYPES: tuple[ResourceType, ...] = (Disk(), Snapshot())
