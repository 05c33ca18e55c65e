"""Invoke: get-functions, and who the provider is."""

from __future__ import annotations

import grpc
import pytest

from local_azure.provider.values import JsonObject
from tests.local_azure.provider.engine_calls import EngineCalls, message
from tests.local_azure.provider.fake_arm import CLIENT_ID, OBJECT_ID, SUBSCRIPTION, TENANT, FakeArm
from tests.local_azure.provider.samples import DEFINITION_ID, GALLERY_ID, GROUP_ID, IMAGE_ID, VERSION_ID

NAMES: JsonObject = {
    "resourceGroupName": "rg",
    "imageName": "img",
    "galleryName": "gallery",
    "galleryImageName": "definition",
    "galleryImageVersionName": "1.0.0",
}


@pytest.mark.parametrize(
    ("token", "resource_id", "api_version"),
    [
        ("azure-native:compute:getImage", IMAGE_ID, "2024-11-01"),
        ("azure-native:compute:getGallery", GALLERY_ID, "2024-03-03"),
        ("azure-native:compute:getGalleryImage", DEFINITION_ID, "2024-03-03"),
        ("azure-native:compute:getGalleryImageVersion", VERSION_ID, "2024-03-03"),
        ("azure-native:resources:getResourceGroup", GROUP_ID.replace("Groups", "groups"), "2024-03-01"),
    ],
)
def test_getters_read_the_resource(
    engine: EngineCalls, arm: FakeArm, token: str, resource_id: str, api_version: str
) -> None:
    arm.have(resource_id, location="westus2", properties={"provisioningState": "Succeeded"})
    result = engine.invoke(token, {**NAMES, "expand": "ReplicationStatus"})
    assert (result["id"], result["location"], result["azureApiVersion"]) == (resource_id, "westus2", api_version)
    assert [str(request) for request in arm.requests] == [f"GET {resource_id}"]
    assert arm.requests[0].query == {"api-version": api_version}


def test_missing_resource_is_an_error(engine: EngineCalls) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        engine.invoke("azure-native:compute:getImage", NAMES)
    assert message(refused.value) == (
        f'request failed {IMAGE_ID}: Status=404 Code="ResourceNotFound" Message="The Resource was not found."'
    )


@pytest.mark.parametrize("token", ["azure-native:compute:getNothing", "azure-native:network:getImage", "getImage"])
def test_unknown_function_is_named(engine: EngineCalls, token: str) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        engine.invoke(token, {})
    assert message(refused.value) == f"Invoke type {token} not found"


def test_client_config_comes_from_the_tokens_claims(engine: EngineCalls) -> None:
    assert engine.invoke("azure-native:authorization:getClientConfig", {}) == {
        "clientId": CLIENT_ID,
        "objectId": OBJECT_ID,
        "subscriptionId": SUBSCRIPTION,
        "tenantId": TENANT,
    }


def test_client_token_is_one_that_azure_takes(engine: EngineCalls, arm: FakeArm) -> None:
    token = engine.invoke("azure-native:authorization:getClientToken", {})["token"]
    assert f"Bearer {token}" in arm.valid_tokens
