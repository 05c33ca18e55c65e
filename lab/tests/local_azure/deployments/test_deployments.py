"""Deployments over HTTP: from the PUT of a template to its resources, their failures and their history."""

from __future__ import annotations

from typing import Any

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.json_types import Json

API = "2024-11-01"
NETWORK_API = "2024-05-01"
NETWORKS = "Microsoft.Network/virtualNetworks"
INTERFACES = "Microsoft.Network/networkInterfaces"


@pytest.fixture
def group(azure: InProcessAzure) -> str:
    return azure.make_group("group", "eastus")


def network(name: str = "net", **members: object) -> Json:
    subnet = {"name": "default", "properties": {"addressPrefix": "10.0.0.0/24"}}
    properties = {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": [subnet]}
    return {
        "type": NETWORKS,
        "name": name,
        "apiVersion": NETWORK_API,
        "location": "eastus",
        "properties": properties,
        **members,
    }


def interface(group: str, subnet: str = "default") -> Json:
    reference = {"id": f"{group}/providers/{NETWORKS}/net/subnets/{subnet}"}
    configuration = {"name": "first", "properties": {"subnet": reference}}
    return {
        "type": INTERFACES,
        "name": "nic",
        "apiVersion": NETWORK_API,
        "location": "[resourceGroup().location]",
        "dependsOn": [f"{NETWORKS}/net"],
        "properties": {"ipConfigurations": [configuration]},
    }


def asked(*resources: Json, **template: object) -> Json:
    return {"properties": {"mode": "Incremental", "template": {"resources": list(resources), **template}}}


def path_of(group: str, name: str = "deployment") -> str:
    return f"{group}/providers/Microsoft.Resources/deployments/{name}"


def deployed(azure: InProcessAzure, group: str, body: Json) -> Json:
    """Deploy and wait; what the operation's URL answers at the end."""
    accepted = azure.put(path_of(group), body, api_version=API)
    assert accepted.status_code in (200, 201), accepted.text
    azure.settle()
    return azure.follow(accepted.headers["Azure-AsyncOperation"]).json()


def operations(azure: InProcessAzure, group: str) -> list[Json]:
    return azure.get(f"{path_of(group)}/operations", api_version=API).json()["value"]


def test_resources_are_put_in_the_order_of_their_dependencies(azure: InProcessAzure, group: str) -> None:
    output = {"nic": {"type": "string", "value": f"[resourceId('{INTERFACES}', 'nic')]"}}

    done = deployed(azure, group, asked(interface(group), network(), outputs=output))

    nic = f"{group}/providers/{INTERFACES}/nic"
    assert done == {"status": "Succeeded"}
    assert azure.get(nic, api_version=NETWORK_API).json()["location"] == "eastus"
    shown = azure.get(path_of(group), api_version=API).json()["properties"]
    assert shown["provisioningState"] == "Succeeded"
    assert shown["outputs"] == {"nic": {"type": "string", "value": nic}}
    assert [each["id"] for each in shown["outputResources"]] == [nic, f"{group}/providers/{NETWORKS}/net"]
    assert [each["resourceName"] for each in shown["dependencies"]] == ["nic"]
    assert [each["resourceName"] for each in shown["dependencies"][0]["dependsOn"]] == ["net"]
    assert shown["providers"] == [
        {
            "namespace": "Microsoft.Network",
            "resourceTypes": [{"resourceType": "networkInterfaces"}, {"resourceType": "virtualNetworks"}],
        }
    ]


def test_nothing_is_put_before_what_it_depends_on_is_done(azure: InProcessAzure, group: str) -> None:
    accepted = azure.put(path_of(group), asked(interface(group), network()), api_version=API)
    assert (accepted.status_code, accepted.json()["properties"]["provisioningState"]) == (201, "Accepted")
    assert operations(azure, group) == []

    azure.world.clock.advance(1.0)

    assert [each["properties"]["targetResource"]["resourceName"] for each in operations(azure, group)] == ["net"]
    url = accepted.headers["Azure-AsyncOperation"]
    assert url.startswith(f"https://localhost{path_of(group)}/operationStatuses/")
    assert azure.follow(url).json() == {"status": "Running"}
    assert azure.get(path_of(group), api_version=API).json()["properties"]["provisioningState"] == "Running"


def test_the_history_tells_what_was_done_to_each_resource(azure: InProcessAzure, group: str) -> None:
    deployed(azure, group, asked(network()))

    (operation,) = operations(azure, group)
    properties = operation["properties"]
    assert (properties["provisioningState"], properties["statusCode"]) == ("Succeeded", "Created")
    assert properties["targetResource"] == {
        "id": f"{group}/providers/{NETWORKS}/net",
        "resourceType": NETWORKS,
        "resourceName": "net",
    }
    for path in (path_of(group), f"{group}/deployments/deployment"):
        assert azure.get(f"{path}/operations", api_version=API).json() == {"value": [operation]}
        assert azure.get(f"{path}/operations/{operation['operationId']}", api_version=API).json() == operation
        assert azure.get(f"{path}/operations/0000", api_version=API).status_code == 404
    missing = azure.get(f"{group}/deployments/none/operations", api_version=API)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "DeploymentNotFound")


def test_a_resource_that_is_refused_fails_the_deployment_and_stops_what_depends_on_it(
    azure: InProcessAzure, group: str
) -> None:
    broken = {**interface(group, subnet="missing"), "name": "broken"}
    dependent = {**interface(group), "dependsOn": ["broken"]}

    done = deployed(azure, group, asked(network(), broken, dependent))

    assert (done["status"], done["error"]["code"]) == ("Failed", "DeploymentFailed")
    assert "missing" in done["error"]["details"][0]["message"]
    states = {
        each["properties"]["targetResource"]["resourceName"]: each["properties"] for each in operations(azure, group)
    }
    assert {name: each["provisioningState"] for name, each in states.items()} == {
        "net": "Succeeded",
        "broken": "Failed",
    }
    assert states["broken"]["statusMessage"]["error"] == done["error"]["details"][0]
    shown = azure.get(path_of(group), api_version=API).json()["properties"]
    assert (shown["provisioningState"], shown["error"]) == ("Failed", done["error"])
    assert "outputResources" not in shown


def test_a_resource_that_fails_later_fails_the_deployment(azure: InProcessAzure, group: str) -> None:
    accepted = azure.put(path_of(group), asked(network()), api_version=API)
    azure.world.clock.advance(1.0)
    azure.world.settle()
    (putting,) = [each for each in azure.world.operations.all() if each.resource_type == NETWORKS]
    putting.fails_with = {"code": "InternalServerError", "message": "broken"}
    azure.settle()

    error = azure.follow(accepted.headers["Azure-AsyncOperation"]).json()["error"]

    (detail,) = error["details"]
    assert (detail["code"], detail["target"]) == ("ResourceDeploymentFailure", f"{group}/providers/{NETWORKS}/net")
    assert detail["details"] == [{"code": "InternalServerError", "message": "broken"}]


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"mode": "Complete"}, "InvalidRequestContent", "Complete"),
        ({"templateLink": {"uri": "https://example.org"}}, "InvalidRequestContent", "templateLink"),
        (
            {"template": {"resources": [network(type="Microsoft.Network/loadBalancers")]}},
            "InvalidTemplate",
            "loadBalancers",
        ),
        (
            {"template": {"resources": [network(type="Microsoft.Resources/resourceGroups")]}},
            "InvalidTemplate",
            "resourceGroups",
        ),
        ({"template": {"resources": [network(apiVersion="1999-01-01")]}}, "InvalidTemplate", "1999-01-01"),
        ({"template": {"resources": [network(name="[newGuid()]")]}}, "InvalidTemplate", "newGuid"),
    ],
)
@pytest.mark.parametrize("way", ["deploy", "validate"])
def test_what_cannot_be_deployed_is_refused_before_anything_happened(
    azure: InProcessAzure, group: str, change: dict[str, Any], code: str, named: str, way: str
) -> None:
    body = {"properties": {**asked(network())["properties"], **change}}
    method, path = ("PUT", path_of(group)) if way == "deploy" else ("POST", f"{path_of(group)}/validate")

    answer = azure.request(method, path, body, api_version=API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert named in answer.json()["error"]["message"]
    assert azure.get(path_of(group), api_version=API).status_code == 404


def test_validating_makes_nothing(azure: InProcessAzure, group: str) -> None:
    answer = azure.request("POST", f"{path_of(group)}/validate", asked(network()), api_version=API)

    assert (answer.status_code, answer.json()["id"]) == (200, path_of(group))
    assert answer.json()["properties"]["validatedResources"] == [{"id": f"{group}/providers/{NETWORKS}/net"}]
    azure.settle()
    assert azure.get(f"{group}/providers/Microsoft.Resources/deployments", api_version=API).json() == {"value": []}
    assert azure.get(f"{group}/providers/{NETWORKS}/net", api_version=NETWORK_API).status_code == 404


def test_a_deployment_that_runs_is_neither_replaced_nor_deleted(azure: InProcessAzure, group: str) -> None:
    azure.put(path_of(group), asked(network()), api_version=API)

    again = azure.put(path_of(group), asked(network()), api_version=API)
    deleted = azure.delete(path_of(group), api_version=API)

    assert [(each.status_code, each.json()["error"]["code"]) for each in (again, deleted)] == [
        (409, "DeploymentActive"),
        (409, "DeploymentActive"),
    ]


def test_deleting_a_deployment_keeps_its_resources(azure: InProcessAzure, group: str) -> None:
    deployed(azure, group, asked(network()))
    assert azure.request("HEAD", path_of(group), api_version=API).status_code == 204

    deleted = azure.delete(path_of(group), api_version=API)
    azure.settle()

    assert (deleted.status_code, azure.follow(deleted.headers["Location"]).status_code) == (202, 204)
    missing = azure.get(path_of(group), api_version=API)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "DeploymentNotFound")
    assert azure.get(f"{group}/providers/{NETWORKS}/net", api_version=NETWORK_API).status_code == 200


def test_deployments_are_listed_and_are_no_resources_of_the_group(azure: InProcessAzure, group: str) -> None:
    deployed(azure, group, asked(network()))

    listed = azure.get(f"{group}/providers/Microsoft.Resources/deployments", api_version=API).json()["value"]
    resources = azure.get(f"{group}/resources", api_version=API).json()["value"]

    of_subscription = f"/subscriptions/{azure.subscription}/providers/Microsoft.Resources/deployments"
    assert azure.get(of_subscription, api_version=API).json() == {"value": []}
    assert [each["name"] for each in listed] == ["deployment"]
    assert [each["name"] for each in resources] == ["net"]


def test_a_lock_stands_against_a_resource_of_a_template(azure: InProcessAzure, group: str) -> None:
    deployed(azure, group, asked(network()))
    azure.put(
        f"{group}/providers/{NETWORKS}/net/providers/Microsoft.Authorization/locks/keep",
        {"properties": {"level": "ReadOnly"}},
        api_version="2020-05-01",
    )

    done = deployed(azure, group, asked(network()))

    assert [each["code"] for each in done["error"]["details"]] == ["ScopeLocked"]
