"""Starting and stopping machines: accepted with 202, done later."""

from __future__ import annotations

from dataclasses import dataclass

from local_azure.arm.json_types import as_object
from local_azure.arm.lifecycle import start_operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import Action, Call, ResourceType, Result, World
from local_azure.virtual_machines import disks, errors, guest


@dataclass(frozen=True)
class PowerAction:
    """How long it takes in Azure's seconds, the power state it ends in, and the state of the disks then."""

    seconds: float
    power: str
    disk_state: str = "Attached"


ACTIONS = {
    "deallocate": PowerAction(29, guest.DEALLOCATED, "Reserved"),
    "powerOff": PowerAction(15, guest.STOPPED),
    "start": PowerAction(20, guest.RUNNING),
    "restart": PowerAction(20, guest.RUNNING),
}
"""29 s for deallocate was seen.

The others are inferred. Source: lab/tests/recorded/facts/java_2021-07-01_vm_from_managed_image.jsonl.
"""


def requested(kind: ResourceType, name: str) -> Action:
    """The POST action with this name."""

    def accept(call: Call, machine: Resource) -> Result:
        if ACTIONS[name].power == guest.RUNNING and machine.internal.get(guest.GENERALIZED):
            raise errors.generalized(name, machine.name)
        machine.provisioning_state = "Updating"
        call.world.store.put(machine)
        return Result(202, None, start_operation(kind, call, machine, name, ACTIONS[name].seconds))

    return accept


def carry_out(world: World, machine: Resource, action: PowerAction, at: float) -> None:
    """What the action is for, at the moment it was due."""
    if action.power == guest.RUNNING:
        start(machine, world, at)
    else:
        machine.internal[guest.POWER] = action.power
        machine.internal.pop(guest.READY_AT, None)
    disks.set_state(world, machine, action.disk_state)


def start(machine: Resource, world: World, at: float) -> None:
    """The machine runs; its agent reports some time later, if its image has one."""
    machine.internal[guest.POWER] = guest.RUNNING
    machine.internal.pop(guest.READY_AT, None)
    if guest.has_agent(as_object(machine.internal.get(guest.GUEST))):
        machine.internal[guest.READY_AT] = at + world.clock.scaled(guest.AGENT_SECONDS)
