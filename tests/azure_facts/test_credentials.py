from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from azure.core.exceptions import ClientAuthenticationError

from azure_facts.clouds import CloudEndpoints, named_cloud
from azure_facts.credentials import _requested_token, credential_for  # pyright: ignore[reportPrivateUsage] - called by azure-identity
from azure_facts.errors import CredentialsMissing, SettingsInvalid
from azure_facts.settings import AzureSettings
from azure_facts.transport import open_transport
from tests.azure_facts.arm_server import Said, serving

if TYPE_CHECKING:
    from pathlib import Path

    import trustme

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
        (replace(WITHOUT_SECRET, use_oidc=True, oidc_token_file_path="f"), "WorkloadIdentityCredential"),
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
