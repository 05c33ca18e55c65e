"""The instances of a uniform scale set: made, numbered, and put on the set's model."""

from __future__ import annotations

import uuid

from local_azure.arm.clock import timestamp
from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.resource import Resource
from local_azure.arm.resource_type import World
from local_azure.virtual_machines.scale_set_model import image_reference
from local_azure.virtual_machines.source import MANAGED
from local_azure.virtual_machines.storage_profile import named_profile

INSTANCES = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines"
ALL = "*"


def instances_of(world: World, scale_set: Resource) -> list[Resource]:
    """The instances of a scale set, by number."""
    instances = [each for each in world.store.children(scale_set.id) if each.type == INSTANCES]
    return sorted(instances, key=lambda each: int(each.name))


def has_latest_model(instance: Resource, scale_set: Resource | None) -> bool:
    """Whether an instance starts from the image that its set's model names now."""
    own = as_object(as_object(instance.properties.get("storageProfile")).get("imageReference"))
    return scale_set is not None and own == image_reference(scale_set.properties)


def scale(world: World, scale_set: Resource) -> None:
    """Make or remove instances until there are as many as the capacity says."""
    if not image_reference(scale_set.properties) or scale_set.properties.get("orchestrationMode") == "Flexible":
        return
    capacity = int(as_object(scale_set.envelope.get("sku")).get("capacity") or 0)
    present = instances_of(world, scale_set)
    for surplus in present[capacity:]:
        world.store.remove(surplus)
    following = int(present[-1].name) + 1 if present else 0
    for number in range(following, following + capacity - len(present)):
        world.store.put(_new_instance(world, scale_set, number))


def apply_model(world: World, scale_set: Resource, names: set[str]) -> None:
    """Put instances on the model of their set; `*` means all."""
    for instance in instances_of(world, scale_set):
        if names & {ALL, instance.name}:
            fresh = _new_instance(world, scale_set, int(instance.name))
            fresh.properties["vmId"] = instance.properties["vmId"]
            world.store.put(fresh)


def _new_instance(world: World, scale_set: Resource, number: int) -> Resource:
    profile = as_object(scale_set.properties.get("virtualMachineProfile"))
    sku = as_object(scale_set.envelope.get("sku"))
    instance_id = f"{scale_set.id}/virtualMachines/{number}"
    properties: Json = {
        "modelDefinitionApplied": "VirtualMachineScaleSet",
        "networkProfileConfiguration": as_object(profile.get("networkProfile")),
        "vmId": str(uuid.uuid4()),
        "hardwareProfile": {},
        "storageProfile": _instance_storage(scale_set, profile, number),
        "osProfile": _instance_os_profile(as_object(profile.get("osProfile")), number),
        "networkProfile": {"networkInterfaces": _interfaces(profile, instance_id)},
        "timeCreated": timestamp(world.now),
    }
    return Resource(
        id=instance_id,
        type=INSTANCES,
        location=scale_set.location,
        properties=properties,
        tags=scale_set.tags,
        envelope={"sku": {key: sku[key] for key in ("name", "tier") if key in sku}},
        created_at=world.now,
        changed_at=world.now,
    )


def _instance_storage(scale_set: Resource, profile: Json, number: int) -> Json:
    group = scale_set.id.rsplit("/virtualMachineScaleSets/", 1)[0]
    storage = as_object(profile.get("storageProfile"))
    disks = [{**as_object(each), "toBeDetached": False} for each in as_list(storage.get("dataDisks"))]
    whole = {"imageReference": storage.get("imageReference"), "osDisk": storage.get("osDisk"), "dataDisks": disks}
    return named_profile(whole, MANAGED, f"{scale_set.name}_{scale_set.name}_{number}", f"{group}/disks/")


def _instance_os_profile(sent: Json, number: int) -> Json:
    rest = {key: sent[key] for key in sent if key != "computerNamePrefix"}
    return {"computerName": f"{sent.get('computerNamePrefix', 'vm')}{number:06d}", **rest}


def _interfaces(profile: Json, instance_id: str) -> list[Json]:
    configurations = as_list(as_object(profile.get("networkProfile")).get("networkInterfaceConfigurations"))
    return [{"id": f"{instance_id}/networkInterfaces/{as_object(each).get('name')}"} for each in configurations]
