from __future__ import annotations

import asyncio
import base64
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest
import trustme
from azure.core.exceptions import ClientAuthenticationError
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from managed_image_to_gallery.azure.clouds import CloudEndpoints, named_cloud
from managed_image_to_gallery.azure.credentials import _requested_token, credential_for, identity_of  # pyright: ignore[reportPrivateUsage] - called by azure-identity
from managed_image_to_gallery.azure.errors import CredentialsMissing, SettingsInvalid
from managed_image_to_gallery.azure.settings import AzureSettings
from managed_image_to_gallery.azure.transport import open_transport
from tests.azure.arm_server import Said, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRINCIPAL = AzureSettings(tenant_id="72f988bf-86f1-41af-91ab-2d7cd011db47", client_id="me", client_secret="s")
WITHOUT_SECRET = replace(PRINCIPAL, client_secret=None)


def credential_name(settings: AzureSettings, cloud: CloudEndpoints | None = None) -> str:
    """The kind of credential that the settings lead to."""

    async def choose() -> str:
        async with open_transport() as transport:
            credential = credential_for(settings, cloud or named_cloud("public"), transport)
            await credential.close()
            return type(credential).__name__

    return asyncio.run(choose())


@pytest.mark.parametrize(
    ("settings", "chosen"),
    [
        (replace(PRINCIPAL, use_default_azure_credential=True), "DefaultAzureCredential"),
        (replace(PRINCIPAL, use_oidc=True, use_msi=True), "ClientSecretCredential"),
        (replace(WITHOUT_SECRET, use_oidc=True, use_msi=True, oidc_token="t"), "ClientAssertionCredential"),
        (replace(WITHOUT_SECRET, use_oidc=True, oidc_token_file_path="f"), "ClientAssertionCredential"),
        (
            replace(WITHOUT_SECRET, use_oidc=True, oidc_request_url="https://x", oidc_request_token="t"),
            "ClientAssertionCredential",
        ),
        (replace(WITHOUT_SECRET, use_msi=True), "ManagedIdentityCredential"),
        (AzureSettings(), "AzureCliCredential"),
    ],
)
def test_the_credential_is_the_one_that_the_provider_would_choose(settings: AzureSettings, chosen: str) -> None:
    assert credential_name(settings) == chosen


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (replace(PRINCIPAL, tenant_id=None), "tenantId"),
        (replace(PRINCIPAL, client_id=None), "clientId"),
        (replace(WITHOUT_SECRET, client_id=None, client_certificate_path="c.pem"), "clientId"),
        (replace(WITHOUT_SECRET, use_oidc=True), "oidcRequestUrl"),
        (replace(WITHOUT_SECRET, use_oidc=True, oidc_request_url="https://x"), "oidcRequestToken"),
    ],
)
def test_a_chosen_way_that_lacks_a_setting_is_an_error_that_names_it(settings: AzureSettings, missing: str) -> None:
    with pytest.raises(CredentialsMissing, match=f"azure-native:{missing}") as failure:
        credential_name(settings)

    assert failure.value.setting == missing


def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pem"
    with pytest.raises(SettingsInvalid, match="certificate.pem"):
        credential_name(replace(PRINCIPAL, client_certificate_path=str(path)))

    path.write_text("no certificate")
    with pytest.raises(SettingsInvalid, match="certificate.pem"):
        credential_name(replace(PRINCIPAL, client_certificate_path=str(path)))


def test_a_tenant_that_is_none_is_an_error_of_the_settings() -> None:
    with pytest.raises(SettingsInvalid, match="tenant"):
        credential_name(replace(PRINCIPAL, tenant_id="my tenant"))


@pytest.mark.parametrize(
    ("answer", "token"), [(Said({"value": "assertion"}), "assertion"), (Said({}), None), (Said("<html>", 403), None)]
)
@pytest.mark.usefixtures("trusted")
def test_the_pipelines_own_token_is_asked_for_the_audience(
    authority: trustme.CA, answer: Said, token: str | None
) -> None:
    async def ask() -> str | None:
        async with serving(authority, {"/token": [answer]}) as server:
            try:
                asked = asyncio.to_thread(_requested_token, f"{server.base}/token?v=1", "bearer", "api://audience")
                return await asked
            except ClientAuthenticationError:
                return None
            finally:
                assert server.requests == ["/token?audience=api://audience&v=1"]

    assert asyncio.run(ask()) == token


@pytest.mark.parametrize("password", [None, "of the key"])
def test_a_certificate_signs_in(tmp_path: Path, password: str | None) -> None:
    issued = trustme.CA().issue_cert("me.example", key_type=trustme.KeyType.RSA)
    key = load_pem_private_key(issued.private_key_pem.bytes(), password=None)
    protection = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection) + issued.cert_chain_pems[0].bytes()
    )
    settings = replace(WITHOUT_SECRET, client_certificate_path=str(path), client_certificate_password=password)

    assert credential_name(settings) == "CertificateCredential"
    assert credential_name(replace(settings, client_secret="s", use_msi=True)) == "CertificateCredential"


def token_of(settings: AzureSettings, authority: str) -> str:
    """The token that the settings' credential gets from an authority."""

    async def get() -> str:
        async with open_transport() as transport:
            cloud = CloudEndpoints("https://arm.example", authority, "https://arm.example/.default")
            async with credential_for(settings, cloud, transport) as credential:
                return (await credential.get_token(cloud.scope)).token

    return asyncio.run(get())


class _Endpoint(BaseHTTPRequestHandler):
    """The token endpoint of a machine's identity (POST) and that of a pipeline (GET); `asked`: what came with each."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.headers["Metadata"], body))
        times = {"expires_in": "3600", "expires_on": "4102444800"}
        self._answer({"access_token": "of the machine", "resource": "https://arm.example", **times})

    def do_GET(self) -> None:
        self.asked.append((self.headers["Authorization"], self.path))
        self._answer({"value": "an assertion"})

    def _answer(self, body: dict[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # name of the base class
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The address of a token endpoint, served by a thread: one of its callers blocks the event loop."""
    _Endpoint.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/token"
        server.shutdown()
        thread.join()


def test_the_identity_of_a_machine_is_asked_at_its_endpoint(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSI_ENDPOINT", endpoint)

    assert token_of(AzureSettings(use_msi=True), "https://unused.example") == "of the machine"
    assert _Endpoint.asked == [("true", "resource=https%3A%2F%2Farm.example")]


@pytest.mark.posix
def test_the_azure_cli_is_asked_for_the_tenants_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.dumps(
        {"accessToken": "of the CLI", "expiresOn": "2099-01-01 00:00:00.000000", "expires_on": 4070908800}
    )
    cli = tmp_path / "az"
    cli.write_text(f"#!/bin/sh\necho \"$@\" > {tmp_path}/asked\necho '{answer}'\n")
    cli.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert token_of(AzureSettings(tenant_id=PRINCIPAL.tenant_id), "https://unused.example") == "of the CLI"
    asked = (tmp_path / "asked").read_text()
    assert "account get-access-token" in asked
    assert str(PRINCIPAL.tenant_id) in asked


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("way", ["file", "request", "token"])
def test_an_identity_token_is_handed_to_the_authority(
    authority: trustme.CA, tmp_path: Path, endpoint: str, way: str
) -> None:
    """Read from a file, asked of the pipeline, or given: the same assertion reaches the authority."""
    file = tmp_path / "token"
    file.write_text("an assertion")
    asked_for = replace(WITHOUT_SECRET, use_oidc=True)
    settings = {
        "file": replace(asked_for, oidc_token_file_path=str(file)),
        "request": replace(asked_for, oidc_request_url=endpoint, oidc_request_token="bearer"),
        "token": replace(asked_for, oidc_token="an assertion"),
    }[way]

    async def sign_in() -> list[str]:
        async with serving(authority, {}) as server:
            cloud = CloudEndpoints(server.base, server.base, f"{server.base}/.default")
            async with open_transport() as transport, credential_for(settings, cloud, transport) as credential:
                assert (await credential.get_token(cloud.scope)).token
            return server.assertions

    assert asyncio.run(sign_in()) == ["an assertion"]
    assert bool(_Endpoint.asked) == (way == "request")


def token(claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{payload}.signature"


@pytest.mark.parametrize(
    ("claims", "identity"),
    [
        ({"appid": "app", "oid": "object"}, "app (object id object)"),
        ({"upn": "me@example.com", "appid": "az", "oid": "object"}, "me@example.com (object id object)"),
        ({"azp": "app"}, "app"),
        ({"oid": "object"}, "object"),
        ({}, "unknown"),
        (["no", "claims"], "unknown"),
    ],
)
def test_an_identity_is_named_by_what_its_token_claims(claims: object, identity: str) -> None:
    assert identity_of(token(claims)) == identity


@pytest.mark.parametrize("text", ["", "opaque", "a.b", "a.!!!.c", "a.e30=.c.d"])
def test_an_opaque_token_names_nobody(text: str) -> None:
    assert identity_of(text) == "unknown"
