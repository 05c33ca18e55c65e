"""Machines, run commands and scale sets."""

from __future__ import annotations

from local_azure.arm.json_types import Json
from tests.recorded.replay import Replay
from tests.recorded.scenarios.galleries import gallery_with_definition, image_of_blob, version_of_image
from tests.recorded.scenarios.networks import interface, network, public_address

API = "2024-07-01"
UBUNTU: Json = {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "18.04-LTS", "version": "latest"}
POLICY_TAGS: Json = {
    "azsecpack": "nonprod",
    "platformsettings.host_environment.service.platform_optedin_for_rootcerts": "true",
}
KEY: Json = {"path": "/home/juser/.ssh/authorized_keys", "keyData": "ssh-rsa AAAA"}
WITH_KEY: Json = {"disablePasswordAuthentication": True, "ssh": {"publicKeys": [KEY]}}
AGENT_SECONDS = 30.0


def machine_body(
    location: str, interface_id: str, reference: Json, size: str = "Standard_DS1_v2", **more: object
) -> Json:
    """A Linux machine with a password, or with a key where `linuxConfiguration` says so."""
    os_profile: Json = {"computerName": "probe", "adminUsername": "juser"}
    linux = more.pop("linuxConfiguration", None)
    os_profile |= {"linuxConfiguration": linux} if linux else {"adminPassword": "A-test-only-1"}
    nic: Json = {"id": interface_id, **({"properties": {"primary": True}} if more.pop("primary", False) else {})}
    tags = more.pop("tags", None)
    properties: Json = {
        "hardwareProfile": {"vmSize": size},
        "storageProfile": {"imageReference": reference, **more},
        "osProfile": os_profile,
        "networkProfile": {"networkInterfaces": [nic]},
    }
    return {"location": location, "properties": properties, **({} if tags is None else {"tags": tags})}


def running(replay: Replay, name: str, location: str) -> None:
    """The flow's group with a machine that runs."""
    replay.arrange_group(location)
    subnet = network(replay, location)
    nic_id = interface(replay, location, f"{name}-nic", subnet)
    replay.arrange(f"virtualMachines/{name}", machine_body(location, nic_id, UBUNTU), API)


def aso_create(replay: Replay) -> None:
    replay.arrange_group("westus2")
    interface(replay, "westus2", "asotest-nic-dajxvb", network(replay, "westus2"))


def cli_run_command(replay: Replay) -> None:
    running(replay, "test-run-command-vm", "westus")


def cli_instance_view(replay: Replay) -> None:
    replay.arrange_group("westus")
    location, name = "westus", "test-run-command-vm"
    group = replay.group_id()
    security = f"{group}/providers/Microsoft.Network/networkSecurityGroups/{name}NSG"
    replay.arrange(security, {"location": location, "properties": {"securityRules": []}}, "2024-05-01")
    address = public_address(replay, location, f"{name}PublicIP")
    nic = interface(
        replay,
        location,
        f"{name}VMNic",
        network(replay, location),
        tags={},
        networkSecurityGroup={"id": security},
        publicIPAddress={"id": address},
    )
    replay.arrange(f"virtualMachines/{name}", machine_body(location, nic, UBUNTU, tags={}), API)
    replay.azure.clock.advance(AGENT_SECONDS)


def cli_managed_run_command(replay: Replay) -> None:
    running(replay, "vm-000002", "westus")


def java_machine_from_image(replay: Replay) -> None:
    """The recorder kept no request bodies."""
    replay.arrange_group("eastus")
    subnet = network(replay, "eastus")
    first = interface(replay, "eastus", "nic1", subnet)
    second = interface(replay, "eastus", "nic7627948ed02", subnet)
    disks: list[Json] = [
        {"lun": lun, "createOption": "Empty", "diskSizeGB": size, "caching": caching}
        for lun, size, caching in ((2, 150, "None"), (3, 150, "None"), (0, 150, "ReadWrite"), (4, 100, "ReadWrite"))
    ]
    disks.append({"lun": 1, "createOption": "Empty", "diskSizeGB": 100, "caching": "ReadOnly"})
    size = "Standard_D4a_v4"
    replay.arrange("virtualMachines/myvm1", machine_body("eastus", first, UBUNTU, size, dataDisks=disks), API)
    group = replay.group_id()
    image: Json = {"id": f"{group}/providers/Microsoft.Compute/images/img-42944"}
    source: Json = {"id": f"{group}/providers/Microsoft.Compute/virtualMachines/myvm1"}
    made = machine_body("eastus", second, image, size, linuxConfiguration=WITH_KEY, primary=True, tags=POLICY_TAGS)
    replay.bodies = {
        0: {"commandId": "RunShellScript", "script": ["sudo waagent -deprovision"]},
        6: {"location": "eastus", "tags": {}, "properties": {"sourceVirtualMachine": source}},
        7: made,
    }


def java_boot_test(replay: Replay) -> None:
    """The recorder kept no request bodies."""
    group = replay.group_id()
    providers = f"{group}/providers/Microsoft.Network"
    subnet: Json = {"name": "subnet1", "properties": {"addressPrefix": "10.0.0.0/28"}}
    space: Json = {"addressPrefixes": ["10.0.0.0/28"]}
    net: Json = {"addressSpace": space, "dhcpOptions": {}, "subnets": [subnet]}
    subnet_id = f"{providers}/virtualNetworks/vnet415660e1d4/subnets/subnet1"
    configuration: Json = {"name": "primary", "properties": {"subnet": {"id": subnet_id}}}
    nic_id = f"{providers}/networkInterfaces/nic0659733cf32"
    reference: Json = {**UBUNTU, "sku": "16.04.0-LTS"}
    made = machine_body(
        "eastus", nic_id, reference, "Basic_A0", linuxConfiguration=WITH_KEY, primary=True, tags=POLICY_TAGS
    )
    replay.bodies = {
        0: {"location": "eastus"},
        1: {"location": "eastus", "tags": {}, "properties": net},
        4: {"location": "eastus", "tags": {}, "properties": {"ipConfigurations": [configuration]}},
        5: made,
        10: {"commandId": "RunShellScript", "script": ["sudo apt-get update"]},
    }


def java_scale_set(replay: Replay) -> None:
    """The recorder kept no request bodies."""
    replay.arrange_group("eastus")
    disks: list[Json] = [
        {"lun": lun, "blobUri": "https://blobs/d", "diskSizeGB": size, "caching": "ReadWrite"}
        for lun, size in ((1, 100), (2, 50))
    ]
    os_disk: Json = {"osType": "Linux", "osState": "Generalized", "blobUri": "https://blobs/os", "diskSizeGB": 30}
    profile: Json = {"osDisk": {**os_disk, "caching": "ReadWrite"}, "dataDisks": disks}
    image: Json = {"location": "eastus", "properties": {"storageProfile": profile, "hyperVGeneration": "V1"}}
    replay.arrange("images/img27323a", image, API)
    replay.bodies = {0: _scale_set(replay.group_id())}


def _scale_set(group: str) -> Json:
    network = f"{group}/providers/Microsoft.Network"
    pool = f"{network}/loadBalancers/extlb1-6651380a"
    inner: Json = {
        "subnet": {"id": f"{network}/virtualNetworks/vmssvnet20134d/subnets/subnet1"},
        "privateIPAddressVersion": "IPv4",
        "loadBalancerBackendAddressPools": [{"id": f"{pool}/backendAddressPools/extlb1-6651380a-BAP1"}],
        "loadBalancerInboundNatPools": [{"id": f"{pool}/inboundNatPools/extlb1-6651380a-INP1"}],
    }
    outer: Json = {
        "primary": True,
        "enableAcceleratedNetworking": False,
        "dnsSettings": {"dnsServers": []},
        "enableIPForwarding": False,
        "ipConfigurations": [{"name": "primary-nic-ip-cfg", "properties": inner}],
    }
    profile: Json = {
        "osProfile": {"computerNamePrefix": "vmss-vm", "adminUsername": "me", "linuxConfiguration": WITH_KEY},
        "storageProfile": {"imageReference": {"id": f"{group}/providers/Microsoft.Compute/images/img27323a"}},
        "networkProfile": {"networkInterfaceConfigurations": [{"name": "primary-nic-cfg", "properties": outer}]},
    }
    return {
        "location": "eastus",
        "tags": POLICY_TAGS,
        "sku": {"name": "Standard_D5_v2", "tier": "Standard", "capacity": 2},
        "properties": {"upgradePolicy": {"mode": "Automatic"}, "virtualMachineProfile": profile},
    }


def net_delete(replay: Replay) -> None:
    running(replay, "vm3325", "eastus2")


def cli_shared_gallery(replay: Replay) -> None:
    """The deployment is not this Azure's (no templates); what it made is made by requests of its own."""
    replay.arrange_group("eastus")
    replay.left_out = frozenset(range(5))
    location, name = "eastus", "vm_sgv2000005"
    security = f"{replay.group_id()}/providers/Microsoft.Network/networkSecurityGroups/{name}NSG"
    replay.arrange(security, {"location": location, "properties": {"securityRules": []}}, "2024-05-01")
    nic = interface(
        replay,
        location,
        f"{name}VMNic",
        network(replay, location),
        tags={},
        networkSecurityGroup={"id": security},
        publicIPAddress={"id": public_address(replay, location, f"{name}PublicIP")},
    )
    image_of_blob(replay, "source", location, "Linux", 30, data_disks=True)
    gallery_with_definition(replay, "g", "d", location)
    definition = f"{replay.group_id()}/providers/Microsoft.Compute/galleries/g/images/d"
    version_of_image(replay, "g/images/d/versions/1.1.2", location, "source", targetRegions=[{"name": location}])
    version: Json = {"id": f"{definition}/versions/1.1.2"}
    body = machine_body(location, nic, version, linuxConfiguration=WITH_KEY, tags={})
    replay.arrange(f"virtualMachines/{name}", body, API)
    replay.azure.clock.advance(AGENT_SECONDS)


def net_list(replay: Replay) -> None:
    windows: Json = {
        "publisher": "MicrosoftWindowsServer",
        "offer": "WindowsServer",
        "sku": "2012-R2-Datacenter",
        "version": "4.127.20180315",
    }
    replay.arrange_group("southeastasia")
    nic = interface(replay, "southeastasia", "nic1076", network(replay, "southeastasia"))
    body = machine_body("southeastasia", nic, windows, "Standard_A0", tags={"RG": "rg", "testTag": "1"})
    replay.arrange("virtualMachines/vm4886", body, API)


def spec_scale_sets(replay: Replay) -> None:
    root = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/g"
    replay.arrange(root, {"location": "westus"}, "2024-11-01")
    profile: Json = {
        "osProfile": {"computerNamePrefix": "vm", "adminUsername": "me", "linuxConfiguration": WITH_KEY},
        "storageProfile": {"imageReference": UBUNTU},
    }
    body: Json = {
        "location": "westus",
        "tags": {"a": "b"},
        "sku": {"name": "Standard_D1_v2", "tier": "Standard", "capacity": 3},
        "properties": {"virtualMachineProfile": profile},
    }
    replay.arrange(f"{root}/providers/Microsoft.Compute/virtualMachineScaleSets/set", body, API)


def ps_create(replay: Replay) -> None:
    replay.arrange_group("eastus2")
    interface(replay, "eastus2", "testvmgallery", network(replay, "eastus2"))


SCENARIOS = {
    "aso_2022-03-01_vm_create": aso_create,
    "cli_2019-03-01_run_command_invoke": cli_run_command,
    "cli_2019-03-01_vm_get_instance_view": cli_instance_view,
    "cli_2022-03-01_managed_run_command": cli_managed_run_command,
    "java_2021-07-01_vm_from_managed_image": java_machine_from_image,
    "java_2022-11-01_boot_test_run_command": java_boot_test,
    "java_2021-11-01_vmss_from_managed_image": java_scale_set,
    "net_2021-03-01_vm_delete": net_delete,
    "ps_2024-07-01_vm_create": ps_create,
    "cli_2021-07-01_vm_from_shared_gallery_image": cli_shared_gallery,
    "net_2019-07-01_vm_list_subscription": net_list,
    "spec_2024-03-01_vmss_list_subscription": spec_scale_sets,
}
