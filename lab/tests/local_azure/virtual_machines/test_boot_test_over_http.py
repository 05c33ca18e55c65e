"""The boot test as clients do it, by a caller with no more rights than it needs, from a version in a real gallery."""

from __future__ import annotations

import httpx
import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.json_types import Json
from local_azure.authorization.service_principals import ServicePrincipal

COMPUTE = "2024-07-01"
NETWORK = "2024-05-01"
GALLERY = "2024-03-03"
ROLES = "2022-04-01"
PROBE = ServicePrincipal(
    "0000000a-0000-4000-8000-000000000001", "secret", "0000000a-0000-4000-8000-000000000002", "probe"
)
ROLE = "0000000a-0000-4000-8000-000000000003"
ACTIONS = [
    "Microsoft.Compute/virtualMachines/read",
    "Microsoft.Compute/virtualMachines/write",
    "Microsoft.Compute/virtualMachines/delete",
    "Microsoft.Compute/virtualMachines/runCommand/action",
    "Microsoft.Compute/locations/operations/read",
    "Microsoft.Compute/galleries/images/versions/read",
    "Microsoft.Network/networkInterfaces/join/action",
]


class Caller:
    """A service principal with one custom role on two groups."""

    def __init__(self, azure: InProcessAzure, actions: list[str]) -> None:
        self.azure = azure
        azure.instance.identities.add(PROBE)
        scope = f"/subscriptions/{azure.subscription}"
        role_id = f"{scope}/providers/Microsoft.Authorization/roleDefinitions/{ROLE}"
        role: Json = {"roleName": "probe", "permissions": [{"actions": actions}], "assignableScopes": [scope]}
        _ok(azure.put(role_id, {"properties": role}, api_version=ROLES))
        for number, group in enumerate(("images", "probes")):
            name = f"0000000a-0000-4000-8000-00000000001{number}"
            assigned = f"{azure.group_id(group)}/providers/Microsoft.Authorization/roleAssignments/{name}"
            sent: Json = {"roleDefinitionId": role_id, "principalId": PROBE.object_id}
            _ok(azure.put(assigned, {"properties": sent}, api_version=ROLES))

    def request(self, method: str, path: str, body: object = None) -> httpx.Response:
        token = self.azure.application.tokens.issue(PROBE, self.azure.base_url)
        query = {} if "api-version" in path else {"api-version": COMPUTE}
        headers = {"Authorization": f"Bearer {token}"}
        return self.azure.request(method, path, body, query=query, headers=headers)

    def follow(self, url: str) -> httpx.Response:
        return self.request("GET", url.removeprefix(self.azure.base_url))


def _ok(answer: httpx.Response) -> Json:
    assert answer.is_success, answer.text
    return answer.json() if answer.content else {}


@pytest.fixture
def azure() -> InProcessAzure:
    """A gallery with a version that is replicated to one more region, and an interface in each."""
    azure = InProcessAzure()
    group = azure.make_group("images")
    image = f"{group}/providers/Microsoft.Compute/images/web"
    os_disk: Json = {"osType": "Linux", "osState": "Generalized", "blobUri": "https://blobs/os", "diskSizeGB": 30}
    properties: Json = {"storageProfile": {"osDisk": os_disk}, "hyperVGeneration": "V2"}
    _ok(azure.put(image, {"location": "southcentralus", "properties": properties}, api_version=COMPUTE))
    azure.settle()
    gallery = f"{group}/providers/Microsoft.Compute/galleries/g"
    _ok(azure.put(gallery, {"location": "southcentralus"}, api_version=GALLERY))
    azure.settle()
    identifier: Json = {"publisher": "p", "offer": "o", "sku": "s"}
    definition: Json = {
        "osType": "Linux",
        "osState": "Generalized",
        "hyperVGeneration": "V2",
        "identifier": identifier,
    }
    body: Json = {"location": "southcentralus", "properties": definition}
    _ok(azure.put(f"{gallery}/images/web", body, api_version=GALLERY))
    azure.settle()
    version: Json = {
        "storageProfile": {"source": {"id": image}},
        "publishingProfile": {"targetRegions": [{"name": "South Central US"}, {"name": "West US"}]},
    }
    body = {"location": "southcentralus", "properties": version}
    _ok(azure.put(f"{gallery}/images/web/versions/1.0.0", body, api_version=GALLERY))
    azure.settle()
    azure.make_group("probes")
    return azure


def with_interface(azure: InProcessAzure, location: str) -> str:
    network = f"{azure.group_id('probes')}/providers/Microsoft.Network"
    subnet: Json = {"name": "default", "properties": {"addressPrefix": "10.0.0.0/24"}}
    properties: Json = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]}
    body: Json = {"location": location, "properties": properties}
    _ok(azure.put(f"{network}/virtualNetworks/v-{location}", body, api_version=NETWORK))
    azure.settle()
    subnet_id = f"{network}/virtualNetworks/v-{location}/subnets/default"
    configuration: Json = {"name": "c", "properties": {"subnet": {"id": subnet_id}}}
    body = {"location": location, "properties": {"ipConfigurations": [configuration]}}
    interface = f"{network}/networkInterfaces/nic-{location}"
    _ok(azure.put(interface, body, api_version=NETWORK))
    azure.settle()
    return interface


def machine_id(azure: InProcessAzure) -> str:
    return f"{azure.group_id('probes')}/providers/Microsoft.Compute/virtualMachines/probe"


def machine(azure: InProcessAzure, location: str) -> Json:
    version = f"{azure.group_id('images')}/providers/Microsoft.Compute/galleries/g/images/web/versions/1.0.0"
    gone: Json = {"deleteOption": "Delete"}
    properties: Json = {
        "hardwareProfile": {"vmSize": "Standard_D2s_v3"},
        "storageProfile": {"imageReference": {"id": version}, "osDisk": {"createOption": "FromImage", **gone}},
        "osProfile": {"computerName": "probe", "adminUsername": "me", "adminPassword": "Canary-1!"},
        "networkProfile": {"networkInterfaces": [{"id": with_interface(azure, location), "properties": gone}]},
    }
    return {"location": location, "properties": properties}


@pytest.mark.parametrize("region", ["southcentralus", "westus"])
def test_a_version_boots_in_each_of_its_regions_and_leaves_nothing_behind(azure: InProcessAzure, region: str):
    body = machine(azure, region)
    caller, probe = Caller(azure, ACTIONS), machine_id(azure)
    accepted = caller.request("PUT", probe, body)
    assert accepted.status_code == 201, accepted.text
    assert accepted.headers["ETag"] == '"1"'
    azure.settle()
    assert caller.follow(accepted.headers["Azure-AsyncOperation"]).json()["status"] == "Succeeded"
    azure.clock.advance(30)
    shown = caller.request("GET", f"{probe}?api-version={COMPUTE}&$expand=instanceView").json()["properties"]
    assert shown["storageProfile"]["imageReference"]["exactVersion"] == "1.0.0"
    assert shown["instanceView"]["vmAgent"]["statuses"][0]["displayStatus"] == "Ready"
    assert caller.request("GET", f"{probe}/instanceView").json() == shown["instanceView"]
    asked = caller.request("POST", f"{probe}/runCommand", {"commandId": "RunShellScript", "script": ["echo OK-42"]})
    assert asked.status_code == 202, asked.text
    azure.settle()
    polled = caller.follow(asked.headers["Azure-AsyncOperation"]).json()
    assert caller.follow(asked.headers["Location"]).json() == polled["properties"]["output"]
    assert "[stdout]\nOK-42\n" in polled["properties"]["output"]["value"][0]["message"]
    assert caller.request("DELETE", probe).status_code == 202
    azure.settle()
    types = {each.type for each in azure.world.store.children(azure.group_id("probes"))}
    assert types == {"Microsoft.Network/virtualNetworks", "Microsoft.Authorization/roleAssignments"}


def test_a_region_without_a_replica_is_refused(azure: InProcessAzure):
    caller = Caller(azure, ACTIONS)
    refused = caller.request("PUT", machine_id(azure), machine(azure, "northeurope"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "GalleryImageNotFound")


def attempt(azure: InProcessAzure, actions: list[str]) -> httpx.Response:
    """Make a machine and poll it; the last answer."""
    caller = Caller(azure, actions)
    accepted = caller.request("PUT", machine_id(azure), machine(azure, "westus"))
    return caller.follow(accepted.headers["Azure-AsyncOperation"]) if accepted.is_success else accepted


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("Microsoft.Compute/virtualMachines/write", "AuthorizationFailed"),
        ("Microsoft.Compute/galleries/images/versions/read", "LinkedAuthorizationFailed"),
        ("Microsoft.Network/networkInterfaces/join/action", "LinkedAuthorizationFailed"),
        ("Microsoft.Compute/locations/operations/read", "AuthorizationFailed"),
    ],
)
def test_each_action_is_needed(azure: InProcessAzure, missing: str, code: str):
    refused = attempt(azure, [each for each in ACTIONS if each != missing])
    assert refused.status_code == 403, refused.text
    assert refused.json()["error"]["code"] == code
    assert missing in refused.json()["error"]["message"]


def test_a_read_only_lock_stops_scripts_and_a_delete_lock_the_delete(azure: InProcessAzure):
    machine_body = machine(azure, "westus")
    target = machine_id(azure)
    _ok(azure.put(target, machine_body, api_version=COMPUTE))
    azure.settle()
    lock = f"{azure.group_id('probes')}/providers/Microsoft.Authorization/locks/keep"
    _ok(azure.put(lock, {"properties": {"level": "ReadOnly"}}, api_version="2020-05-01"))
    script: Json = {"commandId": "RunShellScript", "script": ["echo x"]}
    written = azure.request("POST", f"{target}/runCommand", script, api_version=COMPUTE)
    deleted = azure.delete(target, api_version=COMPUTE)
    assert [each.json()["error"]["code"] for each in (written, deleted)] == ["ScopeLocked", "ScopeLocked"]
    assert "cannot perform write operation" in written.text
    assert "cannot perform delete operation" in deleted.text
    _ok(azure.delete(lock, api_version="2020-05-01"))
    assert azure.delete(target, api_version=COMPUTE).status_code == 202


def test_an_image_is_not_deleted_while_a_machine_is_being_made_from_it(azure: InProcessAzure):
    image = f"{azure.group_id('images')}/providers/Microsoft.Compute/images/web"
    body = machine(azure, "southcentralus")
    body["properties"]["storageProfile"] = {"imageReference": {"id": image}}
    _ok(azure.put(machine_id(azure), body, api_version=COMPUTE))
    deleted = azure.delete(image, api_version=COMPUTE)
    assert deleted.status_code == 202
    azure.clock.advance(10)
    poll = azure.follow(deleted.headers["Azure-AsyncOperation"]).json()
    assert poll["status"] == "Failed"
    assert poll["error"]["message"] == (
        "Operation 'Image Delete' is not allowed since the Virtual Machines 'probe' are being provisioned using the "
        "Image 'web'."
    )
    azure.settle()
    assert azure.delete(image, api_version=COMPUTE).status_code == 202
    azure.settle()
    assert azure.get(image, api_version=COMPUTE).status_code == 404


def test_disks_of_machines_are_disks_like_others_and_go_with_their_group(azure: InProcessAzure):
    _ok(azure.put(machine_id(azure), machine(azure, "westus"), api_version=COMPUTE))
    azure.settle()
    disks = f"{azure.group_id('probes')}/providers/Microsoft.Compute/disks"
    [disk] = _ok(azure.get(disks, api_version="2024-03-02"))["value"]
    assert disk["managedBy"] == machine_id(azure)
    assert disk["sku"] == {"name": "Premium_LRS", "tier": "Premium"}
    assert disk["properties"]["diskState"] == "Attached"
    assert azure.delete(azure.group_id("probes"), api_version="2024-11-01").status_code == 202
    azure.settle()
    assert azure.world.store.children(azure.group_id("probes")) == []
    assert azure.world.store.get(disk["id"]) is None
