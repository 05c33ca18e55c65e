"""A deployment does what its caller may do, and nothing else."""

from __future__ import annotations

import pytest

from harness.local_azure import InProcessAzure
from local_azure.arm.json_types import Json
from local_azure.authorization.assignments import grant
from local_azure.authorization.service_principals import ServicePrincipal
from tests.local_azure.deployments.test_deployments import API, asked, network, operations, path_of

PUBLISHER = ServicePrincipal("11111111-0000-4000-8000-000000000001", "s", "22222222-0000-4000-8000-000000000002")
ROLE = "Compute Gallery Artifacts Publisher"
"""It may deploy templates and write galleries, and may not write networks."""
GALLERY: Json = {
    "type": "Microsoft.Compute/galleries",
    "name": "gallery",
    "apiVersion": "2024-03-03",
    "location": "eastus",
    "properties": {},
}


@pytest.fixture
def group(azure: InProcessAzure) -> str:
    azure.application.identities.add(PUBLISHER)
    group = azure.make_group("group", "eastus")
    grant(azure.world, PUBLISHER.object_id, ROLE, group)
    return group


def deploy(azure: InProcessAzure, group: str, body: Json) -> tuple[int, Json]:
    """The publisher's PUT: status and body."""
    token = azure.application.tokens.issue(PUBLISHER, azure.base_url)
    headers = {"Authorization": f"Bearer {token}"}
    answer = azure.put(path_of(group), body, api_version=API, headers=headers)
    return answer.status_code, answer.json()


def test_what_the_caller_may_write_is_deployed(azure: InProcessAzure, group: str) -> None:
    status, _ = deploy(azure, group, asked(GALLERY))
    azure.settle()

    assert status == 201
    assert azure.get(path_of(group), api_version=API).json()["properties"]["provisioningState"] == "Succeeded"


def test_a_template_with_what_the_caller_may_not_write_is_refused_as_a_whole(azure: InProcessAzure, group: str) -> None:
    status, body = deploy(azure, group, asked(GALLERY, network()))
    azure.settle()

    assert (status, body["error"]["code"]) == (403, "InvalidTemplateDeployment")
    assert "'Microsoft.Network/virtualNetworks/write'" in body["error"]["message"]
    assert azure.get(f"{group}/resources", api_version=API).json()["value"] == []


def test_rights_that_are_withdrawn_meanwhile_fail_what_is_left(azure: InProcessAzure, group: str) -> None:
    deploy(azure, group, asked(GALLERY))
    azure.world.store.remove(grant(azure.world, PUBLISHER.object_id, ROLE, group))
    azure.settle()

    (operation,) = operations(azure, group)
    assert operation["properties"]["statusCode"] == "Forbidden"
    assert operation["properties"]["statusMessage"]["error"]["code"] == "AuthorizationFailed"
