"""The credential a configuration asks for, in the real provider's order.

Source: docs/reference/provider-protocol.md#configuration.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import aiohttp

from ..settings import Settings
from .cloud import Cloud
from .credentials import AuthenticationError, IdentityTokens, Proof, ServicePrincipalTokens, Tokens

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def tokens_for(http: aiohttp.ClientSession, cloud: Cloud, settings: Settings) -> Tokens:
    """Default credential, certificate, secret, OIDC, managed identity, Azure CLI: the first that is configured."""
    by_identity_library = settings.use_default_azure_credential or settings.client_certificate_path
    proof = None if by_identity_library else _proof(http, settings)
    if proof is None:
        return _identity_library_tokens(cloud, settings)
    return ServicePrincipalTokens(http, f"{cloud.authority}/{settings.tenant_id}", settings.client_id, proof)


async def federated_assertion(http: aiohttp.ClientSession, settings: Settings) -> str:
    """The OIDC token to exchange: given, from a file, or from the CI system's token service.

    Raises `AuthenticationError` when none of the three is configured.
    """
    if settings.oidc_token:
        return settings.oidc_token
    if settings.oidc_token_file_path:
        return (await asyncio.to_thread(Path(settings.oidc_token_file_path).read_text)).strip()
    if not (settings.oidc_request_url and settings.oidc_request_token):
        raise AuthenticationError("OIDC", "set oidcToken, oidcTokenFilePath, or oidcRequestUrl with oidcRequestToken")
    headers = {"Authorization": f"Bearer {settings.oidc_request_token}"}
    query = {"audience": settings.oidc_audience}
    async with http.get(settings.oidc_request_url, params=query, headers=headers) as answer:
        return str((await answer.json(content_type=None))["value"])


def _proof(http: aiohttp.ClientSession, settings: Settings) -> Proof | None:
    async def secret() -> Mapping[str, str]:
        return {"client_secret": settings.client_secret}

    async def assertion() -> Mapping[str, str]:
        token = await federated_assertion(http, settings)
        return {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": token}

    if settings.client_secret:
        return secret
    return assertion if settings.use_oidc else None


def _identity_library_tokens(cloud: Cloud, settings: Settings) -> IdentityTokens:
    # Loading azure-identity takes longer than everything else the plugin does at its start.
    from azure.identity import aio

    if settings.use_default_azure_credential:
        return IdentityTokens(aio.DefaultAzureCredential(authority=cloud.authority))
    if settings.client_certificate_path:
        certificate = aio.CertificateCredential(
            settings.tenant_id,
            settings.client_id,
            settings.client_certificate_path,
            password=settings.client_certificate_password or None,
            authority=cloud.authority,
            disable_instance_discovery=True,
        )
        return IdentityTokens(certificate)
    if settings.use_msi:
        return IdentityTokens(aio.ManagedIdentityCredential(client_id=settings.client_id or None))
    return IdentityTokens(aio.AzureCliCredential(tenant_id=settings.tenant_id))
