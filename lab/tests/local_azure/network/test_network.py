from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource_type import Principal, Result
from local_azure.authorization.assignments import grant
from local_azure.network.types import TYPES
from tests.local_azure.families import GROUP, Azure, body_of

NETWORK = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net"
SUBNET = f"{NETWORK}/subnets/default"
INTERFACE = f"{GROUP}/providers/Microsoft.Network/networkInterfaces/nic"
ADDRESS = f"{GROUP}/providers/Microsoft.Network/publicIPAddresses/ip"
SECURITY = f"{GROUP}/providers/Microsoft.Network/networkSecurityGroups/nsg"


@pytest.fixture
def azure() -> Azure:
    return Azure(TYPES)


def put_network(azure: Azure, **more: object) -> Result:
    space = {"addressPrefixes": ["10.0.0.0/16"]}
    return azure.put(NETWORK, {"location": "West US", "tags": {}, "properties": {"addressSpace": space, **more}})


def inline(*names: str) -> list[Json]:
    return [{"name": name, "properties": {"addressPrefix": "10.0.0.0/24"}} for name in names]


def put_interface(azure: Azure, resource_id: str = INTERFACE, **more: object) -> Result:
    configuration = {"name": "ipconfig1", "properties": {"subnet": {"id": SUBNET}, **more}}
    return azure.put(resource_id, {"location": "West US", "properties": {"ipConfigurations": [configuration]}})


def with_interface(azure: Azure) -> None:
    put_network(azure, subnets=inline("default"))
    azure.done()
    put_interface(azure)
    azure.done()


def test_a_new_network_is_updating_and_shown_as_recorded(azure: Azure):
    accepted = put_network(azure, dhcpOptions={})
    assert accepted.status == 201
    assert accepted.headers == {}
    shown = body_of(accepted)
    etag, guid = shown.pop("etag"), shown["properties"].pop("resourceGuid")
    assert etag.startswith('W/"')
    assert shown == {
        "name": "net",
        "id": NETWORK,
        "type": "Microsoft.Network/virtualNetworks",
        "location": "westus",
        "tags": {},
        "properties": {
            "provisioningState": "Updating",
            "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
            "dhcpOptions": {"dnsServers": []},
            "subnets": [],
            "virtualNetworkPeerings": [],
            "enableDdosProtection": False,
        },
    }
    azure.done()
    done = azure.get(NETWORK)
    assert done["properties"]["provisioningState"] == "Succeeded"
    assert done["properties"]["resourceGuid"] == guid
    assert done["etag"] != etag


def test_inline_subnets_are_resources_of_their_own(azure: Azure):
    accepted = put_network(azure, subnets=inline("default"))
    [shown] = body_of(accepted)["properties"]["subnets"]
    assert shown["id"] == SUBNET
    assert shown["properties"] == {
        "provisioningState": "Updating",
        "delegations": [],
        "privateEndpointNetworkPolicies": "Disabled",
        "privateLinkServiceNetworkPolicies": "Enabled",
        "addressPrefix": "10.0.0.0/24",
    }
    azure.done()
    alone = azure.get(SUBNET)
    assert alone["properties"]["provisioningState"] == "Succeeded"
    assert alone["etag"] == azure.get(NETWORK)["etag"]
    assert "location" not in alone


def test_a_subnet_of_its_own_appears_in_its_network(azure: Azure):
    put_network(azure)
    azure.done()
    assert azure.put(SUBNET, {"properties": {"addressPrefix": "10.0.1.0/24"}}).status == 201
    azure.done()
    assert [each["id"] for each in azure.get(NETWORK)["properties"]["subnets"]] == [SUBNET]
    assert [each["id"] for each in azure.list("Microsoft.Network/virtualNetworks/subnets", NETWORK)] == [SUBNET]


def test_a_list_of_subnets_is_the_whole_list_and_no_list_keeps_them(azure: Azure):
    put_network(azure, subnets=inline("default", "second"))
    put_network(azure)
    assert len(azure.get(NETWORK)["properties"]["subnets"]) == 2
    put_network(azure, subnets=inline("second"))
    assert [each["name"] for each in azure.get(NETWORK)["properties"]["subnets"]] == ["second"]


def test_a_new_interface_is_done_in_its_201_and_names_an_operation(azure: Azure):
    put_network(azure, subnets=inline("default"))
    accepted = put_interface(azure)
    assert accepted.status == 201
    assert accepted.operation is not None
    shown = body_of(accepted)["properties"]
    assert shown["provisioningState"] == "Succeeded"
    [configuration] = shown["ipConfigurations"]
    assert configuration["id"] == f"{INTERFACE}/ipConfigurations/ipconfig1"
    assert configuration["properties"]["privateIPAddress"] == "10.0.0.4"
    assert configuration["properties"]["privateIPAllocationMethod"] == "Dynamic"
    assert not {"macAddress", "primary", "virtualMachine"} & shown.keys()


def test_interfaces_get_addresses_of_their_own_and_keep_them(azure: Azure):
    with_interface(azure)
    second = body_of(put_interface(azure, f"{INTERFACE}2"))
    assert second["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.5"
    again = body_of(put_interface(azure))
    assert again["properties"]["ipConfigurations"][0]["properties"]["privateIPAddress"] == "10.0.0.4"


def test_what_an_interface_is_in_cannot_be_deleted(azure: Azure):
    with_interface(azure)
    for resource_id in (SUBNET, NETWORK):
        with pytest.raises(ArmError, match="InUseSubnetCannotBeDeleted: Subnet default is in use by"):
            azure.delete(resource_id)
    with pytest.raises(ArmError, match="InUseSubnetCannotBeDeleted"):
        put_network(azure, subnets=[])
    assert azure.delete(INTERFACE).status == 202
    azure.done()
    assert azure.delete(NETWORK).status == 202
    azure.done()
    assert azure.world.store.get(SUBNET) is None


def test_an_interface_with_a_machine_cannot_be_deleted_and_shows_it(azure: Azure):
    with_interface(azure)
    interface = azure.world.store.get(INTERFACE)
    assert interface is not None
    interface.internal["virtual_machine"] = f"{GROUP}/providers/Microsoft.Compute/virtualMachines/vm"
    shown = azure.get(INTERFACE)["properties"]
    assert shown["primary"] is True
    assert shown["virtualMachine"]["id"].endswith("/virtualMachines/vm")
    with pytest.raises(ArmError, match="NicInUse"):
        azure.delete(INTERFACE)


def test_attaching_an_address_changes_its_etag_and_names_the_user(azure: Azure):
    azure.put(ADDRESS, {"location": "West US", "properties": {"dnsSettings": {"domainNameLabel": "me"}}, "zones": []})
    azure.done()
    before = azure.get(ADDRESS)
    assert before["sku"] == {"name": "Basic", "tier": "Regional"}
    assert before["properties"]["dnsSettings"]["fqdn"] == "me.westus.cloudapp.azure.com"
    assert "zones" not in before
    put_network(azure, subnets=inline("default"))
    put_interface(azure, publicIPAddress={"id": ADDRESS})
    after = azure.get(ADDRESS)
    assert after["etag"] != before["etag"]
    assert after["properties"]["ipConfiguration"] == {"id": f"{INTERFACE}/ipConfigurations/ipconfig1"}
    with pytest.raises(ArmError, match="PublicIPAddressCannotBeDeleted"):
        azure.delete(ADDRESS)


def test_a_security_group_in_use_cannot_be_deleted(azure: Azure):
    rule = {"name": "ssh", "properties": {"priority": 100}}
    azure.put(SECURITY, {"location": "West US", "properties": {"securityRules": [rule]}})
    azure.done()
    assert azure.get(SECURITY)["properties"]["securityRules"][0]["id"] == f"{SECURITY}/securityRules/ssh"
    subnet = {
        "name": "default",
        "properties": {"addressPrefix": "10.0.0.0/24", "networkSecurityGroup": {"id": SECURITY}},
    }
    put_network(azure, subnets=[subnet])
    with pytest.raises(ArmError, match="InUseNetworkSecurityGroupCannotBeDeleted"):
        azure.delete(SECURITY)


def test_references_must_exist(azure: Azure):
    with pytest.raises(
        ArmError, match=f"InvalidResourceReference: Resource {SUBNET} referenced by resource {INTERFACE}"
    ):
        put_interface(azure)


def test_joining_a_subnet_needs_its_own_permission(azure: Azure):
    put_network(azure, subnets=inline("default"))
    azure.principal = Principal("client", "object")
    with pytest.raises(ArmError, match="virtualNetworks/subnets/join/action"):
        put_interface(azure)
    grant(azure.world, "object", "Virtual Machine Contributor", GROUP)
    assert put_interface(azure).status == 201
