"""Who is asking: access tokens for a provider configuration (docs/reference/provider-protocol.md#configuration).

A service principal (secret or federated assertion) is done here: two requests, no start-up cost. All other ways are
azure-identity's. No instance discovery is ever made: the authority is the one the cloud names.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import aiohttp

from ..errors import ProviderError

if TYPE_CHECKING:
    from azure.core.credentials_async import AsyncTokenCredential

_EXPIRY_MARGIN = 300.0  # seconds before its end at which a token is renewed

Proof: TypeAlias = Callable[[], Awaitable[Mapping[str, str]]]
"""Gives the form fields with which a service principal proves itself: its secret, or an assertion."""


class AuthenticationError(ProviderError):
    """The authority did not give a token."""

    def __init__(self, credential: str, detail: str) -> None:
        super().__init__(f"{credential} authentication failed: {detail}")
        self.credential = credential
        self.detail = detail


class Tokens(Protocol):
    """Gives access tokens."""

    async def token(self, scope: str, *, renew: bool = False) -> str:
        """A token for the scope, from the cache unless `renew`. Raises `AuthenticationError`."""
        ...

    async def close(self) -> None:
        """Release what the credential holds."""
        ...


class ServicePrincipalTokens:
    """Tokens by client credentials, cached per scope; parallel callers share one request."""

    def __init__(self, http: aiohttp.ClientSession, tenant_url: str, client_id: str, proof: Proof) -> None:
        self._http = http
        self._tenant_url = tenant_url
        self._client_id = client_id
        self._proof = proof
        self._cache: dict[str, tuple[str, float]] = {}
        self._lock = asyncio.Lock()

    async def token(self, scope: str, *, renew: bool = False) -> str:
        """A token for the scope; see `Tokens.token`."""
        rejected = self._cache.get(scope) if renew else None
        async with self._lock:
            cached = self._cache.get(scope)
            if cached is None or cached is rejected or cached[1] < time.time():
                cached = self._cache[scope] = await self._request(scope)
        return cached[0]

    async def close(self) -> None:
        """Nothing to release: the HTTP session belongs to the caller."""

    async def _request(self, scope: str) -> tuple[str, float]:
        try:
            answer = await self._answer(scope)
        except (aiohttp.ClientError, OSError, ValueError, KeyError) as error:
            raise AuthenticationError("Service principal", f"{type(error).__name__}: {error}") from error
        if "access_token" not in answer:
            raise AuthenticationError("Service principal", str(answer.get("error_description", answer)))
        lifetime = float(answer["expires_in"])
        return str(answer["access_token"]), time.time() + max(lifetime - _EXPIRY_MARGIN, lifetime / 2)

    async def _answer(self, scope: str) -> Mapping[str, str | int]:
        async with self._http.get(f"{self._tenant_url}/v2.0/.well-known/openid-configuration") as response:
            discovered = cast("dict[str, str]", await response.json(content_type=None))
        form = {
            "client_id": self._client_id,
            "grant_type": "client_credentials",
            "scope": scope,
            **await self._proof(),
        }
        async with self._http.post(discovered["token_endpoint"], data=form) as response:
            return cast("dict[str, str | int]", await response.json(content_type=None))


class IdentityTokens:
    """Tokens of an azure-identity credential, which keeps its own cache."""

    def __init__(self, credential: AsyncTokenCredential) -> None:
        self._credential = credential

    async def token(self, scope: str, *, renew: bool = False) -> str:
        """A token for the scope; see `Tokens.token`."""
        from azure.core.exceptions import ClientAuthenticationError

        try:
            return (await self._credential.get_token(scope)).token
        except ClientAuthenticationError as error:
            raise AuthenticationError(type(self._credential).__name__, str(error)) from error

    async def close(self) -> None:
        """Close the credential's own connections."""
        await self._credential.close()
