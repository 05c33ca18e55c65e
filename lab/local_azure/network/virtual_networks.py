"""Virtual networks and their subnets, inline in the network or as resources of their own."""

from __future__ import annotations

from local_azure.arm.json_types import Json, as_list, as_object
from local_azure.arm.names import is_name
from local_azure.arm.operations import Operation
from local_azure.arm.resource import Resource
from local_azure.arm.resource_ids import ArmId
from local_azure.arm.resource_type import Call, World
from local_azure.network import errors
from local_azure.network.style import NetworkType, new_etag, style
from local_azure.network.usage import SUBNETS, users_of

SECONDS = 3.0
"""A network was done at the first poll, 3 s later.

Source: lab/tests/recorded/facts/java_2022-11-01_boot_test_run_command.jsonl.
"""
DELETE_SECONDS = 10.0
"""As seen in lab/tests/recorded/facts/ps_2018-12-01_vnet_and_group_delete.jsonl."""


class VirtualNetwork(NetworkType):
    """`Microsoft.Network/virtualNetworks`. Subnets that a PUT does not name are deleted, unless it names no list."""

    name = "Microsoft.Network/virtualNetworks"
    style = style(put_retry_after=3, delete_retry_after=10)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """An address space; no subnet that is in use may be left out."""
        super().check_put(call, existing)
        if not as_list(as_object(call.properties.get("addressSpace")).get("addressPrefixes")):
            raise errors.invalid_format("addressSpace.addressPrefixes")
        for each in as_list(call.properties.get("subnets")):
            check_subnet_name(as_object(each).get("name"))
        for left_out in _left_out(call, existing):
            check_unused(call.world, left_out)

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """The subnets are kept as resources of their own."""
        network = super().build(call, existing, resource_id)
        network.properties.pop("subnets", None)
        if "dhcpOptions" in network.properties:
            network.properties["dhcpOptions"] = {"dnsServers": [], **as_object(network.properties["dhcpOptions"])}
        network.properties.setdefault("virtualNetworkPeerings", [])
        network.properties.setdefault("enableDdosProtection", False)
        return network

    def accepted(self, call: Call, resource: Resource) -> None:
        """The network's subnets are what the list says."""
        for left_out in _left_out(call, resource):
            call.world.store.remove(left_out)
        for each in as_list(call.properties.get("subnets")):
            sent = as_object(each)
            subnet_id = resource.arm_id.child("subnets", str(sent.get("name")))
            call.world.store.put(_inline_subnet(call, resource, subnet_id, as_object(sent.get("properties"))))

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """A few seconds."""
        return SECONDS

    def completed(self, world: World, resource: Resource, operation: Operation) -> None:
        """The network's subnets are done with it, and all get the network's new etag."""
        resource.internal["etag"] = new_etag()
        for subnet in world.store.children(resource.id):
            subnet.provisioning_state = "Succeeded"
            subnet.internal["etag"] = resource.internal["etag"]
            world.store.put(subnet)

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """With the subnets as they are now."""
        subnets = [Subnet().render(call, each) for each in _subnets(call.world, resource)]
        return {**resource.properties, "subnets": subnets}

    def check_delete(self, call: Call, resource: Resource) -> None:
        """No subnet is in use."""
        for subnet in _subnets(call.world, resource):
            check_unused(call.world, subnet)

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Some seconds."""
        return DELETE_SECONDS


class Subnet(NetworkType):
    """`Microsoft.Network/virtualNetworks/subnets`."""

    name = SUBNETS
    tracked = False
    list_scopes = ("parent",)
    style = style(put_retry_after=3, delete_retry_after=10)

    def check_put(self, call: Call, existing: Resource | None) -> None:
        """An address prefix."""
        if not (call.properties.get("addressPrefix") or call.properties.get("addressPrefixes")):
            raise errors.invalid_format("addressPrefix")

    def build(self, call: Call, existing: Resource | None, resource_id: str) -> Resource:
        """With the provider's defaults."""
        subnet = super().build(call, existing, resource_id)
        subnet.properties = subnet_properties(subnet.properties)
        return subnet

    def put_seconds(self, call: Call, resource: Resource, existing: Resource | None) -> float:
        """A few seconds."""
        return SECONDS

    def render_properties(self, call: Call, resource: Resource) -> Json:
        """With the IP configurations in it, where there are any."""
        users = [{"id": each} for each in users_of(call.world, "subnet", resource.id)]
        return {**resource.properties, **({"ipConfigurations": users} if users else {})}

    def check_delete(self, call: Call, resource: Resource) -> None:
        """No interface is in it."""
        check_unused(call.world, resource)

    def delete_seconds(self, call: Call, resource: Resource) -> float:
        """Some seconds."""
        return DELETE_SECONDS


def subnet_properties(sent: Json) -> Json:
    """A subnet's properties with the provider's defaults.

    Source: lab/tests/recorded/facts/java_2022-11-01_boot_test_run_command.jsonl.
    """
    return {
        "delegations": [],
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
        **{key: sent[key] for key in sent if key not in {"provisioningState", "ipConfigurations"}},
    }


def check_subnet_name(name: object) -> None:
    """Refuse a name that a subnet cannot have."""
    if not is_name(name):
        raise errors.invalid_name(name)


def check_unused(world: World, subnet: Resource) -> None:
    """Refuse to delete a subnet that an interface is in."""
    users = users_of(world, "subnet", subnet.id)
    if users:
        raise errors.subnet_in_use(subnet.name, users[0])


def _subnets(world: World, network: Resource) -> list[Resource]:
    return [each for each in world.store.children(network.id) if each.type == SUBNETS]


def _left_out(call: Call, existing: Resource | None) -> list[Resource]:
    if existing is None or "subnets" not in call.properties:
        return []
    named = {str(as_object(each).get("name")).lower() for each in as_list(call.properties["subnets"])}
    return [each for each in _subnets(call.world, existing) if each.name.lower() not in named]


def _inline_subnet(call: Call, network: Resource, subnet_id: ArmId, sent: Json) -> Resource:
    known = call.world.store.get(subnet_id)
    inner = Call(call.world, "PUT", subnet_id, call.api_version, {"properties": sent})
    subnet = Subnet().build(inner, known, known.id if known else str(subnet_id))
    subnet.internal["etag"] = network.internal["etag"]
    subnet.provisioning_state = network.provisioning_state
    return subnet
