"""Networks, interfaces and public addresses."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from tests.recorded.replay import Replay

API = "2024-05-01"


def network(replay: Replay, location: str, name: str = "v", subnet: str = "default") -> str:
    """A network with one subnet; the subnet's id."""
    network_id = f"{replay.group_id()}/providers/Microsoft.Network/virtualNetworks/{name}"
    inline: Json = {"name": subnet, "properties": {"addressPrefix": "10.0.1.0/24"}}
    space: Json = {"addressPrefixes": ["10.0.0.0/16"]}
    body: Json = {"location": location, "properties": {"addressSpace": space, "subnets": [inline]}}
    replay.arrange(network_id, body, API)
    return f"{network_id}/subnets/{subnet}"


def public_address(replay: Replay, location: str, name: str) -> str:
    """A public address; its id."""
    address_id = f"{replay.group_id()}/providers/Microsoft.Network/publicIPAddresses/{name}"
    replay.arrange(address_id, {"location": location, "tags": {}, "properties": {}}, API)
    return address_id


def interface(replay: Replay, location: str, name: str, subnet: str, **configured: object) -> str:
    """An interface; its id. `tags` and `networkSecurityGroup` are the interface's, the rest its configuration's."""
    interface_id = f"{replay.group_id()}/providers/Microsoft.Network/networkInterfaces/{name}"
    outer = {key: configured.pop(key) for key in ("networkSecurityGroup",) if key in configured}
    tags = configured.pop("tags", None)
    body: Json = {
        "location": location,
        "properties": {"ipConfigurations": [_configuration(subnet, configured)], **outer},
    }
    replay.arrange(interface_id, {**body, **({} if tags is None else {"tags": tags})}, API)
    return interface_id


def _configuration(subnet: str, more: Json) -> Json:
    return {"name": "ipconfig1", "properties": {"subnet": {"id": subnet}, **more}}


def aso_network(replay: Replay) -> None:
    replay.arrange_group("westus2")


def ps_public_address(replay: Replay) -> None:
    """The recording leaves out the interface's PUT: here it happens between two exchanges."""
    replay.arrange_group("westcentralus")
    subnet = network(replay, "westcentralus", "ps7715", "ps186")
    address = f"{replay.group_id()}/providers/Microsoft.Network/publicIPAddresses/ps85"
    replay.before[4] = lambda: interface(replay, "westcentralus", "ps6771", subnet, publicIPAddress={"id": address})


def ps_network_delete(replay: Replay) -> None:
    replay.arrange_group("westcentralus")
    network(replay, "westcentralus", "ps8958")


SCENARIOS = {
    "aso_2020-11-01_vnet_subnet_nic_create": aso_network,
    "ps_2019-09-01_public_ip_and_nic": ps_public_address,
    "ps_2018-12-01_vnet_and_group_delete": ps_network_delete,
}
