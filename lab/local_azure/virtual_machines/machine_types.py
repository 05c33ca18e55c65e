"""`Microsoft.Compute/virtualMachines`: the machine as a resource type.

`internal` keeps `power`, `agent_ready_at`, `generalized`, `guest`, `generation`, `source_kind`, `etag`, `interfaces`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_object
from local_azure.arm.locations import check_location
from local_azure.arm.operations import Operation, OperationStyle
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Action, Call, ResourceType, Result, ThrottlePolicy, World
from local_azure.authorization import linked
from local_azure.virtual_machines import disks, errors, guest, model, network_interfaces, power, run_command
from local_azure.virtual_machines.api_versions import API_VERSIONS, ETAG, as_of
from local_azure.virtual_machines.disk_rules import check_disks
from local_azure.virtual_machines.enumerations import MACHINE
from local_azure.virtual_machines.image_reference import read_action
from local_azure.virtual_machines.instance_view import instance_view
from local_azure.virtual_machines.source import PLATFORM, Source
from local_azure.virtual_machines.storage_profile import named_profile

CREATE_SECONDS = 45.0
"""29 s, 43 s, 81 s (docs/reference/azure-machines.md#recorded-moments-of-machines)."""
UPDATE_SECONDS = 10.0
DELETE_SECONDS = 31.0
"""As seen in lab/tests/recorded/facts/net_2021-03-01_vm_delete.jsonl."""
JOIN_INTERFACE = "Microsoft.Network/networkInterfaces/join/action"


class VirtualMachine(ResourceType):
    """Virtual machines."""

    name = "Microsoft.Compute/virtualMachines"
    api_versions = API_VERSIONS
    style = OperationStyle(
        url_family="operations", put_retry_after=10, delete_retry_after=10, poll_retry_after=30, notification=True
    )
    throttle = ThrottlePolicy(
        put=("PutVM", 240, 1200),
        delete=("DeleteVM", 240, 1200),
        get=("LowCostGet", 4000, 32000),
        list=("HighCostGet", 240, 1200),
        poll=("GetOperation", 15000, 30000),
    )
    envelope_keys = ("plan", "zones", "identity", "extendedLocation", "placement")
    enumerations = MACHINE

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """The image can be used here, what it demands is given, the interfaces are free, the caller may use both."""
        check_location(call, existing, self.name)
        self._check_links(call)
        check_disks(as_object(call.properties.get("storageProfile")))
        region = self.location_of(call, existing) or ""
        machine_id = existing.id if existing else str(call.id)
        if existing is not None:
            model.check_changed(existing.properties, call.properties)
        else:
            source = model.source_for(call.world, call.properties, region)
            model.check_new(machine_id, call.properties, call.body.get("plan"), source)
        network_interfaces.check(call.world, machine_id, model.interface_ids(call.properties), region)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """A new machine from its image, or an existing one with what was sent over what was there."""
        machine = super().build(call, existing, resource_id)
        machine.internal["etag"] = int(machine.internal.get("etag", 0)) + 1
        if existing is not None:
            machine.properties = model.changed_properties(existing.properties, call.properties)
            self._read_disks(call.world, machine)
            machine.envelope = {**existing.envelope, **machine.envelope}
            return machine
        source = model.source_for(call.world, call.properties, machine.location or "")
        machine.properties = {"vmId": str(uuid.uuid4()), **model.new_properties(call.properties, source)}
        self._read_disks(call.world, machine)
        machine.properties["timeCreated"] = timestamp(call.world.now)
        machine.internal |= _known_of(source)
        return machine

    def accepted(self, call: Call, resource: Resource) -> None:
        """From now on nobody else can have the interfaces."""
        network_interfaces.attach(call.world, resource)

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """Making a machine takes longer than changing one."""
        return CREATE_SECONDS if existing is None else UPDATE_SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """A PUT has made the disks and started the machine; an action has done what it is for."""
        if operation.verb == run_command.VERB:
            operation.output = {"value": run_command.value(resource, operation)}
        elif operation.verb in power.ACTIONS:
            power.carry_out(world, resource, power.ACTIONS[operation.verb], operation.due)
        else:
            self._come_up(world, resource, operation)

    def render(self, call: Call, resource: Resource) -> Json:
        """The machine as an api-version shows it, with its instance view when asked for."""
        shown = super().render(call, resource)
        if call.api_version >= ETAG:
            shown["etag"] = _etag(resource)
        if "instanceview" in call.query.get("$expand", "").lower():
            shown["properties"]["instanceView"] = instance_view(resource, call.world.now)
        return shown

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """The model as an api-version shows it."""
        return as_of(resource.properties, call.api_version)

    def render_listed(self, call: Call, resource: Resource) -> Json:
        """In a subscription's list the group is in upper case.

        Source: lab/tests/recorded/facts/net_2019-07-01_vm_list_subscription.jsonl.
        """
        shown = self.render(call, resource)
        return shown if call.id.group else {**shown, "id": with_upper_case_group(resource.id)}

    def headers(self, call: Call, resource: Resource) -> dict[str, str]:
        """`ETag` as in the body (lab/tests/recorded/facts/ps_2024-07-01_vm_create.jsonl)."""
        return {"ETag": _etag(resource)} if call.api_version >= ETAG else {}

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """The same for every machine."""
        return DELETE_SECONDS

    def removed(self, world: World, resource: Resource) -> None:
        """Disks and interfaces go or stay as their `deleteOption` says."""
        super().removed(world, resource)
        disks.release_or_delete(world, resource)
        network_interfaces.release_or_delete(world, resource)

    def actions(self) -> Mapping[str, Action]:
        """Power, generalize and run command."""
        return {
            **{name.lower(): power.requested(self, name) for name in power.ACTIONS},
            "generalize": _generalize,
            "runcommand": run_command.requested(self),
        }

    def views(self) -> Mapping[str, Action]:
        """`…/instanceView` on its own."""
        return {"instanceview": _instance_view}

    def _check_links(self, call: Call) -> None:
        linked.require(call, JOIN_INTERFACE, model.interface_ids(call.properties))
        reference = as_object(as_object(call.properties.get("storageProfile")).get("imageReference"))
        action = read_action(reference)
        if action is not None:
            linked.require(call, action, [str(reference["id"])])

    def _read_disks(self, world: World, machine: Resource) -> None:
        profile = as_object(machine.properties.get("storageProfile"))
        machine.properties["storageProfile"] = disks.with_known_sizes(world, profile)

    def _come_up(self, world: World, machine: Resource, operation: Operation) -> None:
        prefix = f"{machine.id.rsplit('/virtualMachines/', 1)[0]}/disks/"
        profile = as_object(machine.properties.get("storageProfile"))
        kind = str(machine.internal.get("source_kind", PLATFORM))
        machine.properties["storageProfile"] = named_profile(profile, kind, machine.name, prefix)
        disks.make_and_attach(world, machine)
        disks.release_detached(world, machine)
        if guest.POWER not in machine.internal:
            power.start(machine, world, operation.due)
            network_interfaces.number(world, machine)
        if not guest.boots(as_object(machine.internal.get(guest.GUEST))):
            world.store.put(machine)
            raise errors.provisioning_timed_out(machine.name)


def with_upper_case_group(resource_id: str) -> str:
    """The id with its resource group in upper case."""
    parts = resource_id.split("/")
    parts[4] = parts[4].upper()
    return "/".join(parts)


def _known_of(source: Source) -> Json:
    return {"source_kind": source.kind, "generation": source.generation, guest.GUEST: source.guest}


def _etag(machine: Resource) -> str:
    return f'"{machine.internal.get("etag", 1)}"'


def _generalize(call: Call, machine: Resource) -> Result:
    """Synchronous, 200 without a body (lab/tests/recorded/facts/java_2021-07-01_vm_from_managed_image.jsonl)."""
    machine.internal[guest.GENERALIZED] = True
    call.world.store.put(machine)
    return Result(200)


def _instance_view(call: Call, machine: Resource) -> Result:
    return Result(200, instance_view(machine, call.world.now))
