"""The HTTP connection pool for sign-in and reads, with the trust that the other clients use.

azure-core hands REQUESTS_CA_BUNDLE only to its requests transport; its aiohttp transport makes a new TLS context, and
so a new connection, for every request when it is given a CA file (azure/core/pipeline/transport/_aiohttp.py,
`_build_ssl_config`). One context in the connector keeps connections alive and serves credential and reader alike.
The session decompresses by itself: azure-core cannot read the deflate that it offers to accept.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from managed_image_to_gallery.azure.errors import SettingsInvalid

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from azure.core.pipeline.policies import AsyncRetryPolicy
    from azure.core.pipeline.transport import AsyncHttpTransport
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.answers import Sender

    Transport: TypeAlias = AsyncHttpTransport[HttpRequest, AsyncHttpResponse]

TRUST_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
"""Where a private certificate authority is named, in order: a file, or a directory of certificates."""

_PROXY_VARIABLES = ("http_proxy", "https_proxy", "ws_proxy", "wss_proxy")
"""Those that aiohttp reads, in either case."""

CONNECTION_TIMEOUT_SECONDS = 10
"""For one attempt to connect; the retry policy tries again."""

READ_TIMEOUT_SECONDS = 30
"""For one wait for data; the retry policy tries again."""


def trust(environment: Mapping[str, str]) -> ssl.SSLContext:
    """The TLS context that trusts what the environment says, or what the system trusts. Raises SettingsInvalid."""
    for variable in TRUST_VARIABLES:
        bundle = environment.get(variable)
        if bundle:
            return _trust_in(variable, bundle)
    return ssl.create_default_context()


def _trust_in(variable: str, bundle: str) -> ssl.SSLContext:
    try:
        if Path(bundle).is_dir():
            return ssl.create_default_context(capath=bundle)
        return ssl.create_default_context(cafile=bundle)
    except OSError as error:
        message = f"{variable} names {bundle}, which cannot be used as trusted certificates: {error}"
        raise SettingsInvalid(variable, message) from error


def require_usable_proxies(environment: Mapping[str, str]) -> None:
    """Raise SettingsInvalid for a proxy that is no address: aiohttp reads them anew for each request."""
    from yarl import URL

    for variable, proxy in environment.items():
        if variable.lower() in _PROXY_VARIABLES:
            try:
                URL(proxy)
            except ValueError as error:
                message = f"{variable} is {proxy}, which is no address of a proxy ({error}): http://HOST:PORT."
                raise SettingsInvalid(variable, message) from error


@asynccontextmanager
async def open_transport(environment: Mapping[str, str] = os.environ) -> AsyncGenerator[Transport]:
    """A transport for azure-core pipelines, closed with its connections at the end; proxies as the environment says.

    Whoever uses it must not close it: pass it to every client that shares it.
    """
    import aiohttp
    from azure.core.pipeline.transport import AioHttpTransport

    from managed_image_to_gallery.azure.bounded_body import BoundedResponse

    require_usable_proxies(environment)
    connector = aiohttp.TCPConnector(ssl=trust(environment))
    async with aiohttp.ClientSession(
        connector=connector, trust_env=True, cookie_jar=aiohttp.DummyCookieJar(), response_class=BoundedResponse
    ) as session:
        transport = AioHttpTransport(
            session=session,
            session_owner=False,
            connection_timeout=CONNECTION_TIMEOUT_SECONDS,
            read_timeout=READ_TIMEOUT_SECONDS,
        )
        yield cast("Transport", transport)


def retries_without_throttling() -> AsyncRetryPolicy[HttpRequest, AsyncHttpResponse]:
    """azure-core's retries for all but 429, which is answered: whoever asked makes its others wait too (`pacing`)."""
    return retry_class()()


@cache
def retry_class() -> type[AsyncRetryPolicy[HttpRequest, AsyncHttpResponse]]:
    """The class of these retries, for clients that make their own pipeline."""
    from azure.core.pipeline.policies import AsyncRetryPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    class AllButThrottling(AsyncRetryPolicy[HttpRequest, AsyncHttpResponse]):
        def is_retry(self, settings: dict[str, Any], response: Any) -> bool:  # the base's types are open
            return response.http_response.status_code != 429 and super().is_retry(settings, response)

    return AllButThrottling


@asynccontextmanager
async def until_left(sender: Sender) -> AsyncGenerator[Sender]:
    """The sender, whose requests that are still under way at the end are ended, before their connection is closed.

    Where one of several reads fails, nobody waits for the others; one that went on would be tried again on the closed
    connection, and end in an error that nobody takes.
    """
    own = _EndingSender(sender)
    try:
        yield own
    finally:
        await own.end()


class _EndingSender:
    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._under_way: set[asyncio.Task[object]] = set()
        self._ended = False

    async def send_request(self, request: HttpRequest) -> AsyncHttpResponse:
        task = asyncio.current_task()
        if self._ended or task is None:
            raise asyncio.CancelledError
        self._under_way.add(task)
        try:
            return await self._sender.send_request(request)
        finally:
            self._under_way.discard(task)

    async def end(self) -> None:
        self._ended = True
        for task in self._under_way:
            task.cancel()
        if self._under_way:
            await asyncio.wait(set(self._under_way))
