"""Virtual machines of a seed, with the network that they need, and scale sets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_azure.seed.paths import COMPUTE, NETWORK, Paths, Put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_azure.arm.json_types import Json
    from local_azure.seed.model import Machine, ScaleSet

PASSWORD = "Seeded-1234!"  # noqa: S105 - nothing can sign in to these machines
NETWORK_BODY: Json = {
    "properties": {
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "subnets": [{"name": "default", "properties": {"addressPrefix": "10.0.0.0/24"}}],
    }
}


def machine_puts(paths: Paths, place: str, machine: Machine) -> Iterator[Put]:
    """A network, an interface in it, the machine; `generalized` deallocates and generalizes it."""
    network = paths.put(place, machine, f"{NETWORK}/virtualNetworks", NETWORK_BODY, name=f"{machine.name}-network")
    yield network
    interface = paths.put(
        place,
        machine,
        f"{NETWORK}/networkInterfaces",
        {"properties": {"ipConfigurations": [_ip_configuration(network)]}},
        name=f"{machine.name}-nic",
    )
    yield interface
    properties = _profiles(paths, machine, "computerName")
    properties["hardwareProfile"] = {"vmSize": machine.size}
    properties["networkProfile"] = {"networkInterfaces": [{"id": interface.path}]}
    put = paths.put(place, machine, f"{COMPUTE}/virtualMachines", {"properties": properties})
    yield replace(put, actions=("deallocate", "generalize") if machine.generalized else ())


def scale_set_puts(paths: Paths, place: str, scale_set: ScaleSet) -> Iterator[Put]:
    """A network and the scale set in it."""
    name = f"{scale_set.name}-network"
    network = paths.put(place, scale_set, f"{NETWORK}/virtualNetworks", NETWORK_BODY, name=name)
    yield network
    profile = _profiles(paths, scale_set, "computerNamePrefix")
    interface: Json = {"primary": True, "ipConfigurations": [_ip_configuration(network)]}
    profile["networkProfile"] = {
        "networkInterfaceConfigurations": [{"name": "default", "properties": interface}],
    }
    properties: Json = {
        "orchestrationMode": "Uniform",
        "upgradePolicy": {"mode": "Manual"},
        "virtualMachineProfile": profile,
    }
    body: Json = {"sku": {"name": scale_set.size, "capacity": scale_set.capacity}, "properties": properties}
    yield paths.put(place, scale_set, f"{COMPUTE}/virtualMachineScaleSets", body)


def _ip_configuration(network: Put) -> Json:
    return {"name": "default", "properties": {"subnet": {"id": f"{network.path}/subnets/default"}}}


def _profiles(paths: Paths, machine: Machine, name_member: str) -> Json:
    storage: Json = {
        "imageReference": image_reference(paths, machine.image),
        "osDisk": {"createOption": "FromImage", "managedDisk": {"storageAccountType": "Standard_LRS"}},
    }
    if machine.specialized:
        return {"storageProfile": storage}
    account: Json = {name_member: machine.name[:9], "adminUsername": "azureuser", "adminPassword": PASSWORD}
    return {"storageProfile": storage, "osProfile": account}


def image_reference(paths: Paths, image: str) -> Json:
    """`publisher:offer:sku:version` of a platform image, or an image of the seed."""
    parts = image.split(":")
    if len(parts) == 4:
        return dict(zip(("publisher", "offer", "sku", "version"), parts, strict=True))
    return {"id": paths.compute_id(image, "images")}
