from __future__ import annotations

import pytest

from harness.local_azure import GROUP_API, InProcessAzure
from local_azure.authorization.service_principals import ServicePrincipal

GALLERY_API = "2024-03-03"
PROVIDER_API = "2022-09-01"
BODY = {"location": "southcentralus"}
STRANGER = ServicePrincipal("stranger", "secret", "stranger-object")


@pytest.fixture
def gallery(azure: InProcessAzure) -> str:
    return f"{azure.make_group('rg')}/providers/Microsoft.Compute/galleries/g"


def test_a_caller_without_a_role_is_refused_by_name_action_and_scope(azure: InProcessAzure, gallery: str) -> None:
    azure.instance.identities.add(STRANGER)
    headers = {"Authorization": f"Bearer {azure.application.tokens.issue(STRANGER, azure.base_url)}"}

    answer = azure.put(gallery, BODY, api_version=GALLERY_API, headers=headers)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (403, "AuthorizationFailed")
    assert "'Microsoft.Compute/galleries/write'" in error["message"]
    assert f"over scope '{gallery}'" in error["message"]


def test_a_request_without_a_token_is_refused_with_a_challenge(azure: InProcessAzure, gallery: str) -> None:
    answer = azure.get(gallery, api_version=GALLERY_API, headers={"Authorization": None})

    assert answer.status_code == 401
    assert "authorization_uri" in answer.headers["www-authenticate"]


def test_a_lock_refuses_a_delete(azure: InProcessAzure, gallery: str) -> None:
    azure.put(gallery, BODY, api_version=GALLERY_API)
    azure.settle()
    lock = f"{gallery}/providers/Microsoft.Authorization/locks/keep"
    azure.put(lock, {"properties": {"level": "CanNotDelete"}}, api_version="2016-09-01")

    answer = azure.delete(gallery, api_version=GALLERY_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ScopeLocked")
    assert azure.get(gallery, api_version=GALLERY_API).status_code == 200


def test_an_unregistered_provider_refuses_writes_until_it_is_registered(azure: InProcessAzure, gallery: str) -> None:
    provider = f"/subscriptions/{azure.subscription}/providers/Microsoft.Compute"
    azure.request("POST", f"{provider}/unregister", api_version=PROVIDER_API)

    refused = azure.put(gallery, BODY, api_version=GALLERY_API)
    registered = azure.request("POST", f"{provider}/register", api_version=PROVIDER_API)
    accepted = azure.put(gallery, BODY, api_version=GALLERY_API)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "MissingSubscriptionRegistration")
    assert registered.json()["registrationState"] == "Registered"
    assert accepted.status_code == 201


def test_a_group_that_is_being_deleted_takes_nothing_more(azure: InProcessAzure, gallery: str) -> None:
    azure.delete(azure.group_id("rg"), api_version=GROUP_API)

    answer = azure.put(gallery, BODY, api_version=GALLERY_API)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "ResourceGroupBeingDeleted")
