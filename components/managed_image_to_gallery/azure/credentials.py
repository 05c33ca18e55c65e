"""As whom: the credential that the azure-native provider would choose from the same settings.

Order of the provider (docs/reference/provider-protocol.md#configuration): default credential, service principal with
certificate, with secret, OpenID Connect, managed identity, Azure CLI. A chosen way that lacks a setting is an error;
the next is not tried. Instance discovery needs no switch here: azure.identity.aio asks the given authority and no
other. Whom a token speaks for is read from its claims without checking its signature: Azure checks it, we name it.
"""

from __future__ import annotations

import base64
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.errors import CredentialsMissing, MalformedAnswer, SettingsInvalid
from managed_image_to_gallery.azure.settings import ENVIRONMENT_VARIABLES
from managed_image_to_gallery.azure.transport import retry_class

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential

    from managed_image_to_gallery.azure.clouds import CloudEndpoints
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.azure.transport import Transport

logging.getLogger("azure").addHandler(logging.NullHandler())
# Azure's libraries log a failed sign-in as a warning besides raising it; Python prints what nobody handles.


class _Common(TypedDict):
    """What every credential that talks to the authority is told."""

    authority: str
    additionally_allowed_tenants: list[str]
    transport: Transport
    retry_policy_class: type[object]


def credential_for(settings: AzureSettings, cloud: CloudEndpoints, transport: Transport) -> AsyncTokenCredential:
    """The credential for the settings, signing in at the cloud's authority. Raises SettingsInvalid."""
    common: _Common = {
        "authority": cloud.authority,
        "additionally_allowed_tenants": list(settings.auxiliary_tenant_ids),
        "transport": transport,
        "retry_policy_class": retry_class(),
    }
    try:
        return _chosen(settings, common)
    except ValueError as error:
        raise SettingsInvalid("tenantId", f"The azure-native settings cannot be used to sign in: {error}") from error


def _chosen(settings: AzureSettings, common: _Common) -> AsyncTokenCredential:
    if settings.use_default_azure_credential:
        return _default(common)
    if settings.client_certificate_path is not None:
        return _certificate(settings, settings.client_certificate_path, common)
    if settings.client_secret is not None:
        return _secret(settings, settings.client_secret, common)
    if settings.use_oidc:
        return _open_id_connect(settings, common)
    if settings.use_msi:
        return _managed_identity(settings, common["transport"])
    return _azure_cli(settings)


def _default(common: _Common) -> AsyncTokenCredential:
    from azure.identity.aio import DefaultAzureCredential

    return DefaultAzureCredential(**common)


def _certificate(settings: AzureSettings, path: str, common: _Common) -> AsyncTokenCredential:
    from azure.identity.aio import CertificateCredential

    tenant, client = _service_principal(settings, "a client certificate")
    try:
        return CertificateCredential(tenant, client, path, password=settings.client_certificate_password, **common)
    except (OSError, ValueError) as error:
        message = f"The client certificate {path} of azure-native:clientCertificatePath cannot be used: {error}"
        raise SettingsInvalid("clientCertificatePath", message) from error


def _secret(settings: AzureSettings, secret: str, common: _Common) -> AsyncTokenCredential:
    from azure.identity.aio import ClientSecretCredential

    return ClientSecretCredential(*_service_principal(settings, "a client secret"), secret, **common)


def _open_id_connect(settings: AzureSettings, common: _Common) -> AsyncTokenCredential:
    from azure.identity.aio import ClientAssertionCredential

    tenant, client = _service_principal(settings, "OpenID Connect")
    token = settings.oidc_token
    if token is not None:
        return ClientAssertionCredential(tenant, client, lambda: token, **common)
    path = settings.oidc_token_file_path
    if path is not None:
        return ClientAssertionCredential(tenant, client, lambda: _token_in(path), **common)
    url = _needed(settings.oidc_request_url, "OpenID Connect", "oidcRequestUrl")
    bearer = _needed(settings.oidc_request_token, "OpenID Connect", "oidcRequestToken")
    return ClientAssertionCredential(
        tenant, client, lambda: _requested_token(url, bearer, settings.oidc_audience), **common
    )


def _token_in(path: str) -> str:
    """The identity token that a file has now: pipelines renew it, and what was read before may have ended.

    azure-identity's own credential for such a file goes on with what it has read for ten minutes, longer than some
    pipelines' tokens are valid.
    """
    from azure.core.exceptions import ClientAuthenticationError

    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ClientAuthenticationError(
            f"the file of azure-native:oidcTokenFilePath cannot be read: {error}"
        ) from error


def _requested_token(url: str, bearer: str, audience: str) -> str:
    """A fresh identity token from the pipeline that runs this (GitHub Actions and its like).

    Called by azure-identity whenever the access token has to be renewed; it wants a plain function, so this one
    blocks for the length of one request.
    """
    from azure.core import PipelineClient
    from azure.core.exceptions import ClientAuthenticationError
    from azure.core.pipeline.policies import RetryPolicy
    from azure.core.rest import HttpRequest, HttpResponse

    request = HttpRequest("GET", url, params={"audience": audience}, headers={"Authorization": f"Bearer {bearer}"})
    with PipelineClient[HttpRequest, HttpResponse](url, policies=[RetryPolicy()]) as client:
        response = client.send_request(request)
    try:
        answer = Body("OpenID Connect token of the pipeline", cast("JsonObject", json.loads(response.content)))
        return answer.text("value")
    except (ValueError, MalformedAnswer) as error:
        message = f"the pipeline's OpenID Connect endpoint answered HTTP {response.status_code} without a token"
        raise ClientAuthenticationError(message) from error


def _managed_identity(settings: AzureSettings, transport: Transport) -> AsyncTokenCredential:
    from azure.identity.aio import ManagedIdentityCredential

    return ManagedIdentityCredential(client_id=settings.client_id, transport=transport)


def _azure_cli(settings: AzureSettings) -> AsyncTokenCredential:
    from azure.identity.aio import AzureCliCredential

    return AzureCliCredential(
        tenant_id=settings.tenant_id or "", additionally_allowed_tenants=list(settings.auxiliary_tenant_ids)
    )


def _service_principal(settings: AzureSettings, method: str) -> tuple[str, str]:
    tenant = _needed(settings.tenant_id, method, "tenantId")
    return tenant, _needed(settings.client_id, method, "clientId")


def _needed(value: str | None, method: str, setting: str) -> str:
    if value is None:
        raise CredentialsMissing(method, setting, ENVIRONMENT_VARIABLES[setting][0])
    return value


_NAME_CLAIMS = ("upn", "unique_name", "appid", "azp")


def identity_of(token: str) -> str:
    """A name for people (user name or client id) and the object id; `unknown` when the token cannot be read.

    The claims are those of Entra ID's access tokens for Resource Manager (docs/reference/resource-manager.md#sign-in).
    """
    claims = _claims(token)
    name = next((str(claims[key]) for key in _NAME_CLAIMS if claims.get(key)), "")
    object_id = str(claims.get("oid") or "")
    if name and object_id and name != object_id:
        return f"{name} (object id {object_id})"
    return name or object_id or "unknown"


def _claims(token: str) -> dict[str, object]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        claims = cast("object", json.loads(base64.urlsafe_b64decode(padded)))
    except ValueError:
        return {}
    return cast("dict[str, object]", claims) if isinstance(claims, dict) else {}
