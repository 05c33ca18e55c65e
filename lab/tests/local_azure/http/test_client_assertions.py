"""Sign-in with the key of a certificate: the assertion must be the application's own, meant for here, and not old."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import jwt
import pytest
import trustme
from httpx import QueryParams

from harness.local_azure import InProcessAzure
from local_azure.authorization.service_principals import ServicePrincipal
from local_azure.http.sign_in import CLIENT_ASSERTION

if TYPE_CHECKING:
    import httpx

CLIENT = "5b1a0b6e-6a0f-4c39-9b57-5f0f6f9f2a11"
ISSUED = trustme.CA().issue_cert("me.example", key_type=trustme.KeyType.RSA)
OTHER = trustme.CA().issue_cert("me.example", key_type=trustme.KeyType.RSA)


@pytest.fixture
def tenant(azure: InProcessAzure) -> str:
    """The tenant of an Azure that knows the application's certificate."""
    certificate = ISSUED.cert_chain_pems[0].bytes().decode()
    azure.instance.identities.add(ServicePrincipal(CLIENT, "a secret", "an object", certificate=certificate))
    return azure.world.settings.tenant_id


def assertion(tenant: str, issued: trustme.LeafCert = ISSUED, **changes: object) -> str:
    """As azure-identity makes it, but for the changes."""
    now = int(time.time())
    claims = {
        "aud": f"{InProcessAzure.base_url}/{tenant}/oauth2/v2.0/token",
        "iss": CLIENT,
        "sub": CLIENT,
        "nbf": now,
        "exp": now + 600,
        **changes,
    }
    return jwt.encode(claims, issued.private_key_pem.bytes(), algorithm="PS256")


def signed_in(azure: InProcessAzure, tenant: str, signed: str, client: str = CLIENT) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": client,
        "client_assertion_type": CLIENT_ASSERTION,
        "client_assertion": signed,
        "scope": f"{InProcessAzure.base_url}/.default",
    }
    return azure.request("POST", f"/{tenant}/oauth2/v2.0/token", content=str(QueryParams(form)))


def test_the_applications_own_assertion_is_accepted(azure: InProcessAzure, tenant: str) -> None:
    answer = signed_in(azure, tenant, assertion(tenant))
    assert answer.status_code == 200, answer.text
    assert jwt.decode(answer.json()["access_token"], options={"verify_signature": False})["appid"] == CLIENT


@pytest.mark.parametrize(
    ("signed", "number"),
    [
        ({"issued": OTHER}, "AADSTS700027"),
        ({"exp": 1}, "AADSTS700024"),
        ({"aud": "https://elsewhere.example/token"}, "AADSTS700027"),
    ],
)
def test_any_other_is_refused(azure: InProcessAzure, tenant: str, signed: dict[str, object], number: str) -> None:
    issued = signed.pop("issued", ISSUED)
    assert isinstance(issued, trustme.LeafCert)
    answer = signed_in(azure, tenant, assertion(tenant, issued, **signed))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert number in answer.json()["error_description"]


def test_without_a_certificate_an_application_cannot_vouch_for_itself(azure: InProcessAzure, tenant: str) -> None:
    owner = azure.instance.identities.owner.client_id
    answer = signed_in(azure, tenant, assertion(tenant, iss=owner, sub=owner), client=owner)
    assert "AADSTS700027" in answer.json()["error_description"]


@pytest.mark.parametrize("federated", ["no token at all", "of an issuer"])
def test_a_federated_credential_is_believed(azure: InProcessAzure, tenant: str, federated: str) -> None:
    signed = assertion(tenant, OTHER, iss="https://token.actions.example") if "issuer" in federated else federated
    assert signed_in(azure, tenant, signed).status_code == 200


def test_a_federated_credential_that_has_ended_is_refused(azure: InProcessAzure, tenant: str) -> None:
    answer = signed_in(azure, tenant, assertion(tenant, OTHER, iss="https://token.actions.example", exp=1))
    assert "AADSTS700024" in answer.json()["error_description"]
