"""The whole path with exactly the roles of docs/roles, and what is refused without each of their actions."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from harness.product import ROOT, Product, left_in, seed

if TYPE_CHECKING:
    import httpx

    from harness.engine_project import JsonObject
    from harness.local_azure import LocalAzure

ROLES = {name: json.loads((ROOT / f"docs/roles/{name}.json").read_text()) for name in ("preview", "publish", "retire")}
NOT_ENFORCED = {"Microsoft.Compute/disks/write", "Microsoft.Compute/disks/delete"}
"""Local Azure asks for no rights of their own to a machine's disks (docs/roles/README.md)."""

SECRET = "not the owner's"
SCALE_SET = """
scaleSets:
  - {resourceGroup: myResourceGroup, name: set, image: "Canonical:UbuntuServer:18.04-LTS:latest"}
"""
SERVICES = """
resources:
  - {id: myResourceGroup/Microsoft.Batch/batchAccounts/account, body: {location: southcentralus}}
  - {id: myResourceGroup/Microsoft.DevTestLab/labs/lab, body: {location: southcentralus}}
  - id: myResourceGroup/Microsoft.DesktopVirtualization/hostPools/pool
    body:
      location: southcentralus
      properties: {hostPoolType: pooled, loadBalancerType: BreadthFirst, preferredAppGroupType: Desktop}
"""
"""What has further lists below it, each of which takes an action."""
ACTIONS = [(role, action) for role in ROLES for action in ROLES[role]["Actions"] if action not in NOT_ENFORCED]
KINDS = {
    "Microsoft.Resources/subscriptions/resourceGroups": "Microsoft.Resources/resourceGroups",
    "Microsoft.Resources/subscriptions/resources": "Microsoft.Resources/resources",
}
"""What a request asks for, where an action has another name for it."""

METHODS = {"read": "GET", "write": "PUT", "delete": "DELETE"}


@dataclass
class Somebody:
    """A service principal with one of the roles on the subscription."""

    azure: LocalAzure
    role: str

    def __post_init__(self) -> None:
        self.client_id, self.object_id, self.role_id = (
            str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.role} {kind}")) for kind in ("client", "object", "role")
        )
        who = f"name: {self.role}, clientId: {self.client_id}, objectId: {self.object_id}"
        self.azure.seed(f'principals: [{{{who}, secret: "{SECRET}"}}]')
        self.may(ROLES[self.role]["Actions"])
        assigned = {"roleDefinitionId": self._role_path, "principalId": self.object_id}
        self._put(f"roleAssignments/{uuid.uuid5(uuid.NAMESPACE_URL, self.role)}", assigned)
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": SECRET,
            "scope": f"{self.azure.ready['arm_endpoint']}/.default",
        }
        answer = self.azure.client.post(f"/{self.azure.ready['tenant_id']}/oauth2/v2.0/token", data=form)
        self.token = str(answer.raise_for_status().json()["access_token"])

    @property
    def env(self) -> dict[str, str]:
        return {"ARM_CLIENT_ID": self.client_id, "ARM_CLIENT_SECRET": SECRET}

    def may(self, actions: list[str]) -> None:
        """From now on the role has these actions."""
        scope = f"/subscriptions/{self.azure.subscription}"
        permissions = [{"actions": actions, "notActions": ROLES[self.role]["NotActions"]}]
        role = {"roleName": ROLES[self.role]["Name"], "permissions": permissions, "assignableScopes": [scope]}
        self._put(f"roleDefinitions/{self.role_id}", role)

    def ask(self, request: dict[str, Any], body: object) -> httpx.Response:
        """Send a request of the run again."""
        return self.azure.request(
            request["method"],
            request["path"],
            body if request["method"] == "PUT" else None,
            api_version=request["api_version"],
            headers={"Authorization": f"Bearer {self.token}"},
        )

    @property
    def _role_path(self) -> str:
        return (
            f"/subscriptions/{self.azure.subscription}/providers/Microsoft.Authorization/roleDefinitions/{self.role_id}"
        )

    def _put(self, path: str, properties: dict[str, Any]) -> None:
        scope = f"/subscriptions/{self.azure.subscription}/providers/Microsoft.Authorization"
        self.azure.put(f"{scope}/{path}", {"properties": properties}, api_version="2022-04-01").raise_for_status()


@dataclass
class Run:
    """What the path through all stages asked of Azure, by role."""

    people: dict[str, Somebody]
    requests: dict[str, list[dict[str, Any]]]
    left: list[str]


@pytest.fixture(scope="module")
def run(server: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Preview, publish, validate and retire, each as somebody with just the role for it; then a subnet to join."""
    server.reset()
    server.seed(
        seed().replace("galleries: [{resourceGroup: myResourceGroup, name: myGallery}]", "") + SCALE_SET + SERVICES
    )
    people = {role: Somebody(server, role) for role in ROLES}
    product = Product.of(
        tmp_path_factory.mktemp("product"), server, bootTest={"regions": [{"name": "westus2"}]}, notUsedForDays=30
    )
    gallery: JsonObject = {"resourceGroup": "myResourceGroup", "name": "myGallery", "create": True}
    requests: dict[str, list[dict[str, Any]]] = {}

    def play(role: str, *stages: str) -> None:
        product.env |= people[role].env
        server.forget_requests()
        for stage in stages:
            product.configure(stage=stage)
            product.write_config({"gallery": gallery})
            product.preview() if role == "preview" else product.up()
        assert None not in doctor(product)
        requests[role] = [*requests.get(role, []), *server.requests()]

    play("preview", "published")
    play("publish", "published")
    play("preview", "validated")
    play("publish", "validated")
    play("preview", "retired")
    play("retire", "retired")
    left = left_in(server)
    network = f"{server.group_id('myResourceGroup')}/providers/Microsoft.Network/virtualNetworks/v"
    subnet = {"name": "s", "properties": {"addressPrefix": "10.0.0.0/24"}}
    properties = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]}
    body = {"location": "westus2", "properties": properties}
    server.put(network, body, api_version="2024-05-01").raise_for_status()
    server.settle()
    return Run(people, requests, left)


def test_the_whole_path_is_possible_with_exactly_these_roles(run: Run) -> None:
    assert {request["status"] for requests in run.requests.values() for request in requests} <= {
        200,
        201,
        202,
        204,
        404,
    }
    assert "Microsoft.Compute/images" not in run.left
    assert "Microsoft.Compute/galleries/images/versions" in run.left


@pytest.mark.parametrize(("role", "action"), ACTIONS)
def test_without_an_action_its_step_is_refused(run: Run, role: str, action: str) -> None:
    somebody = run.people[role]
    steps = [request for request in run.requests[role] if needs(request, action)]
    assert steps, f"nothing in the run of {role} needs {action}"
    somebody.may([each for each in ROLES[role]["Actions"] if each != action])
    try:
        answer = somebody.ask(steps[0], body_of(steps[0]))
        assert answer.status_code == 403, answer.text
        assert action.lower() in answer.text.lower()
    finally:
        somebody.may(ROLES[role]["Actions"])


def doctor(product: Product) -> list[bool | None]:
    """What the doctor finds well about whoever the product runs as; None where it could not find out."""
    return [finding["well"] for finding in json.loads(product.gallery_migrate("doctor", "--json").stdout)]


def needs(request: dict[str, Any], action: str) -> bool:
    """Whether a request of the run needs an action, judged by its path alone."""
    thing, _, verb = action.rpartition("/")
    if verb == "action":
        consumer = "networkInterfaces" if "/subnets/" in action else "virtualMachines"
        return request["method"] == "PUT" and request["type"].endswith(f"/{consumer}")
    if "/locations/" in thing:
        provider, _, family = thing.partition("/locations/")
        return f"/providers/{provider}/locations/".lower() in request["path"].lower() and (
            f"/{family}/".lower() in request["path"].lower()
        )
    kind = KINDS.get(thing, thing)
    return (
        request["type"].lower() == kind.lower() and request["method"] == METHODS[verb] and request["access"] != "poll"
    )


def body_of(request: dict[str, Any]) -> object:
    """Enough of a body to name what is joined."""
    group = request["path"].split("/providers/")[0]
    subnet = {"id": f"{group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s"}
    interface = {"id": f"{group}/providers/Microsoft.Network/networkInterfaces/n"}
    configuration = {"name": "c", "properties": {"subnet": subnet}}
    properties: dict[str, Any] = {"networkProfile": {"networkInterfaces": [interface]}}
    if request["type"].endswith("/networkInterfaces"):
        properties = {"ipConfigurations": [configuration]}
    return {"location": "westus2", "properties": properties}
