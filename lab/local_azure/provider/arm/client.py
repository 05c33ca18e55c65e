"""Sends one ARM request: token, headers, retries, and registration of a resource provider that is not registered yet.

Source: docs/reference/provider-protocol.md#requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from yarl import URL

from ..errors import ProviderError
from ..values import JsonObject
from .cloud import Cloud
from .credentials import Tokens
from .exchange_log import note_answer, note_request
from .registration import PROVIDERS_API_VERSION, is_registered, namespace_to_register
from .responses import Response

_MAX_RETRIES = 3
_FIRST_DELAY = 20.0  # seconds
_LONGEST_DELAY = 120.0
_REGISTRATION_INTERVAL = 15.0
_RETRIED = frozenset({408, 429, 500, 502, 503, 504})
_WITH_BODY = frozenset({"PUT", "PATCH", "POST"})

Sleep = Callable[[float], Awaitable[None]]


class TransportError(ProviderError):
    """No answer came: the connection failed or broke, or TLS did not trust the server."""

    def __init__(self, method: str, url: str, detail: str) -> None:
        super().__init__(f'{method} "{url}": {detail}')
        self.method = method
        self.url = url
        self.detail = detail


class ArmClient:
    """ARM of one cloud, for one identity. Many requests may run at once; connections and the token are shared."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        cloud: Cloud,
        tokens: Tokens,
        *,
        user_agent: str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.cloud = cloud
        self.tokens = tokens
        self.sleep = sleep
        self._http = http
        # aiohttp would repeat a PUT at once whose connection broke; Go's client does not, and azcore waits first.
        http._retry_connection = False  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        self._user_agent = user_agent

    async def request(self, method: str, path: str, api_version: str, body: JsonObject | None = None) -> Response:
        """The answer to a request for a resource path.

        A missing registration of the resource provider is made up for, then the request is repeated.
        """
        url = self.address(path, api_version)
        response = await self.send(method, url, body)
        namespace = namespace_to_register(response, path)
        if namespace is None:
            return response
        await self._register(namespace, path.split("/")[2])
        return await self.send(method, url, body)

    def address(self, path: str, api_version: str) -> str:
        """The full address of a resource path."""
        return str(URL(f"{self.cloud.resource_manager}{path}") % {"api-version": api_version})

    async def send(self, method: str, url: str, body: JsonObject | None = None) -> Response:
        """The answer of a full address, used as it is spelled, after the retries that azcore makes.

        Raises `TransportError` when no answer came in the end; a TLS failure is not retried, for it would not go away.
        """
        for attempt in range(_MAX_RETRIES):
            response = await self._answer_or_none(method, url, body)
            if response is not None and not _is_transient(response):
                return response
            asked = response.retry_after() if response is not None else None
            if response is not None and asked is not None and asked > _LONGEST_DELAY:
                return response  # azcore gives up where it is asked for a longer wait than its longest
            await self.sleep(asked or _delay(attempt))
        return await self._authorized(method, url, body)

    async def _answer_or_none(self, method: str, url: str, body: JsonObject | None) -> Response | None:
        try:
            return await self._authorized(method, url, body)
        except TransportError as error:
            if isinstance(error.__cause__, aiohttp.ClientSSLError):
                raise
            return None

    async def _authorized(self, method: str, url: str, body: JsonObject | None) -> Response:
        response = await self._once(method, url, body, await self.tokens.token(self.cloud.scope))
        if response.status != 401:
            return response
        return await self._once(method, url, body, await self.tokens.token(self.cloud.scope, renew=True))

    async def _once(self, method: str, url: str, body: JsonObject | None, token: str) -> Response:
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}", "User-Agent": self._user_agent}
        if method in _WITH_BODY:
            headers["Content-Type"] = "application/json; charset=utf-8"
        note_request(method, url, headers, body)
        try:
            address = URL(url, encoded=True)
            async with self._http.request(method, address, json=body, headers=headers) as response:
                answer = Response(response.status, response.headers, await response.text())
        except (TimeoutError, aiohttp.ClientError) as error:
            raise TransportError(method, url, f"{type(error).__name__}: {error}") from error
        note_answer(method, url, headers, answer.status, answer.headers, answer.text)
        return answer

    async def _register(self, namespace: str, subscription_id: str) -> None:
        base = f"/subscriptions/{subscription_id}/providers/{namespace}"
        response = await self.send("POST", self.address(f"{base}/register", PROVIDERS_API_VERSION))
        while response.status < 400:
            # Asked even where the POST says that it is done, as azcore does.
            response = await self.send("GET", self.address(base, PROVIDERS_API_VERSION))
            if is_registered(response):
                return
            await self.sleep(_REGISTRATION_INTERVAL)
        raise response.error()


def _is_transient(response: Response) -> bool:
    if response.status == 409:
        return response.error().code == "AnotherOperationInProgress"
    return response.status in _RETRIED


def _delay(attempt: int) -> float:
    return min(_FIRST_DELAY * (2 ** (attempt + 1) - 1), _LONGEST_DELAY)
