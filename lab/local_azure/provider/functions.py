"""Invoke: the get-functions of every known type, and who the provider is.

Source: docs/reference/provider-protocol.md#functions.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import cast

from .arm.client import ArmClient
from .catalogue import getter_target
from .errors import ProviderError
from .resource_ids import build_id
from .schema import ResourceType
from .settings import Settings
from .shapes import outputs
from .values import JsonObject


class UnknownFunctionError(ProviderError):
    """The engine asked for a function the provider does not have."""

    def __init__(self, token: str) -> None:
        super().__init__(f"Invoke type {token} not found")
        self.token = token


class FunctionFailedError(ProviderError):
    """A get-function's request was refused."""

    def __init__(self, resource_id: str, detail: str) -> None:
        super().__init__(f"request failed {resource_id}: {detail}")
        self.resource_id = resource_id
        self.detail = detail


async def invoke(client: ArmClient, settings: Settings, token: str, args: JsonObject) -> JsonObject:
    """The result of a function. Raises `UnknownFunctionError` and `FunctionFailedError`."""
    if token == "azure-native:authorization:getClientConfig":  # noqa: S105 - a function's name
        return client_config(settings, await client.tokens.token(client.cloud.scope))
    if token == "azure-native:authorization:getClientToken":  # noqa: S105 - a function's name
        endpoint = args.get("endpoint")
        scope = f"{endpoint}/.default" if isinstance(endpoint, str) else client.cloud.scope
        return {"token": await client.tokens.token(scope)}
    resource = getter_target(token)
    if resource is None:
        raise UnknownFunctionError(token)
    return await _get(client, settings, resource, args)


def client_config(settings: Settings, access_token: str) -> JsonObject:
    """Who the access token speaks for. Raises `ProviderError` when the token does not carry the claims."""
    claims = _claims(access_token)
    try:
        return {
            "clientId": str(claims["appid"]),
            "objectId": str(claims["oid"]),
            "subscriptionId": settings.subscription_id,
            "tenantId": str(claims["tid"]),
        }
    except KeyError as error:
        raise ProviderError(f"the access token has no claim {error}") from error


async def _get(client: ArmClient, settings: Settings, resource: ResourceType, args: JsonObject) -> JsonObject:
    resource_id = build_id(resource.path, settings.subscription_id, args)
    # Query arguments such as expand are dropped: the real provider's getters send the API version only.
    response = await client.request("GET", resource_id, resource.api_version)
    if response.status != 200:
        raise FunctionFailedError(resource_id, str(response.error()))
    body = response.required_body()
    return {**outputs(resource, body), "id": body.get("id", resource_id)}


def _claims(access_token: str) -> Mapping[str, object]:
    parts = access_token.split(".")
    if len(parts) != 3:
        raise ProviderError("the access token is not a JSON Web Token of three parts")
    payload = parts[1] + "=" * (-len(parts[1]) % 4)
    return cast("Mapping[str, object]", json.loads(base64.urlsafe_b64decode(payload)))
