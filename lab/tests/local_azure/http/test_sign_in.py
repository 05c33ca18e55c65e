from __future__ import annotations

import httpx
import jwt
import pytest

from harness.local_azure import InProcessAzure

BASE_URL = InProcessAzure.base_url


def token_answer(
    azure: InProcessAzure, *, tenant: str | None = None, query: str = "", **changes: str
) -> httpx.Response:
    owner = azure.instance.identities.owner
    form = {
        "grant_type": "client_credentials",
        "client_id": owner.client_id,
        "client_secret": owner.secret,
        "scope": f"{BASE_URL}/.default",
        **changes,
    }
    tenant = tenant or azure.world.settings.tenant_id
    content = str(httpx.QueryParams(form))
    return azure.request("POST", f"/{tenant}/oauth2/v2.0/token{query}", content=content)


@pytest.mark.parametrize(
    ("scope", "audience"),
    [
        (f"{BASE_URL}/.default", BASE_URL),
        (f"{BASE_URL}//.default", f"{BASE_URL}/"),
        (f"{BASE_URL}//.default openid offline_access profile", f"{BASE_URL}/"),
    ],
)
def test_the_audience_is_what_the_scope_asks_for(azure: InProcessAzure, scope: str, audience: str) -> None:
    body = token_answer(azure, scope=scope).json()

    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == 3599
    assert jwt.decode(body["access_token"], options={"verify_signature": False})["aud"] == audience


def test_extra_fields_and_a_query_do_no_harm(azure: InProcessAzure) -> None:
    answer = token_answer(azure, query="?client-request-id=1", claims='{"access_token":{}}', client_info="1")

    assert answer.status_code == 200


@pytest.mark.parametrize("tenant", ["common", "organizations"])
def test_any_tenant_is_this_one(azure: InProcessAzure, tenant: str) -> None:
    assert token_answer(azure, tenant=tenant).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "error", "number"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", "AADSTS7000215"),
        ({"client_id": "nobody"}, 400, "unauthorized_client", "AADSTS700016"),
        ({"tenant": "elsewhere"}, 400, "invalid_request", "AADSTS90002"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", "AADSTS70003"),
        ({"scope": "openid"}, 400, "invalid_scope", "AADSTS1002012"),
    ],
)
def test_a_refusal_has_entras_number(
    azure: InProcessAzure, changes: dict[str, str], status: int, error: str, number: str
) -> None:
    answer = token_answer(azure, **changes)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].startswith(f"{number}: ")


def test_the_configuration_names_this_server(azure: InProcessAzure) -> None:
    tenant = azure.world.settings.tenant_id

    document = azure.request("GET", f"/{tenant}/v2.0/.well-known/openid-configuration").json()

    assert document["issuer"] == f"{BASE_URL}/{tenant}/v2.0"
    assert document["token_endpoint"] == f"{BASE_URL}/{tenant}/oauth2/v2.0/token"
    assert document["authorization_endpoint"].startswith(BASE_URL)


@pytest.mark.parametrize("path", ["/metadata/endpoints", "//metadata/endpoints"])
def test_metadata_is_one_object_on_this_server(azure: InProcessAzure, path: str) -> None:
    document = azure.request("GET", path, api_version="2022-09-01").json()

    assert document["resourceManager"] == BASE_URL
    assert document["authentication"]["loginEndpoint"] == BASE_URL
    assert document["authentication"]["audiences"][0] == BASE_URL
    assert document["authentication"]["tenant"] == "common"


def test_metadata_was_a_list_once(azure: InProcessAzure) -> None:
    documents = azure.request("GET", "/metadata/endpoints", api_version="2019-05-01").json()

    assert [each["resourceManager"] for each in documents] == [BASE_URL]
