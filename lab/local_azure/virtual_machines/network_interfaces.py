"""The network interfaces that a machine takes, holds and gives back.

An interface keeps its machine under `internal["virtual_machine"]` and, once the machine ran, `internal["mac_address"]`.
"""

from __future__ import annotations

from local_azure.arm.json_types import as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.virtual_machines import errors
from local_azure.virtual_machines.model import interface_ids

MACHINE = "virtual_machine"
MAC_ADDRESS = "mac_address"


def check(world: World, machine_id: str, interfaces: list[str], region: str) -> None:
    """Each exists in the region, and no other machine has it."""
    for interface_id in interfaces:
        interface = world.store.get(interface_id)
        if interface is None or interface.location != region:
            raise errors.invalid_reference(interface_id, machine_id)
        holder = interface.internal.get(MACHINE)
        if holder is not None and str(holder).lower() != machine_id.lower():
            raise errors.interface_in_use(interface.id, str(holder))


def attach(world: World, machine: Resource) -> None:
    """Give a machine the interfaces of its model, and take back those that it does not name any more."""
    wanted = {each.lower() for each in interface_ids(machine.properties)}
    for interface_id in wanted | _held(machine):
        interface = world.store.get(interface_id)
        if interface is None:
            continue
        if interface.key in wanted:
            interface.internal[MACHINE] = machine.id
        else:
            interface.internal.pop(MACHINE, None)
        world.store.put(interface)
    machine.internal["interfaces"] = sorted(wanted)
    world.store.put(machine)


def number(world: World, machine: Resource) -> None:
    """A machine that came up has given its interfaces their hardware addresses."""
    for interface_id in interface_ids(machine.properties):
        interface = world.store.get(interface_id)
        if interface is not None and MAC_ADDRESS not in interface.internal:
            interface.internal[MAC_ADDRESS] = _mac_address(interface)
            world.store.put(interface)


def release_or_delete(world: World, machine: Resource) -> None:
    """When a machine is gone: `deleteOption: Delete` takes the interface with it, otherwise it stays, free."""
    for each in as_list(as_object(machine.properties.get("networkProfile")).get("networkInterfaces")):
        named = as_object(each)
        interface = world.store.get(str(named.get("id", "")))
        if interface is None:
            continue
        interface.internal.pop(MACHINE, None)
        kind = world.type_named(interface.type)
        if as_object(named.get("properties")).get("deleteOption") == "Delete" and kind is not None:
            kind.removed(world, interface)
        else:
            world.store.put(interface)


def _held(machine: Resource) -> set[str]:
    return {str(each) for each in as_list(machine.internal.get("interfaces"))}


def _mac_address(interface: Resource) -> str:
    digits = str(interface.internal.get("guid", interface.name)).replace("-", "")[:6].upper()
    return "-".join(("00", "0D", "3A", digits[:2], digits[2:4], digits[4:]))
