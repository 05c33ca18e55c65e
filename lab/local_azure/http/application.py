"""The ASGI application: Resource Manager for most paths, Starlette's routes for sign-in and metadata."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as StarletteRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_azure.authorization.assignments import grant
from local_azure.http import errors
from local_azure.http.admin import Admin, admin_routes
from local_azure.http.answers import common_headers, correlation_id_of, error_answer, http_date
from local_azure.http.arm import ResourceManager
from local_azure.http.exchange import MAX_BODY_BYTES, Answer, Request
from local_azure.http.injection import ConnectionDropped
from local_azure.http.metadata import endpoints as metadata_endpoints
from local_azure.http.request_log import RequestLog
from local_azure.http.sign_in import SignIn
from local_azure.http.tokens import LIFETIME_SECONDS, Tokens

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from local_azure.arm.endpoint import Endpoint
    from local_azure.arm.world import LocalWorld
    from local_azure.authorization.service_principals import Identities
    from local_azure.faults.engine import FaultEngine
    from local_azure.http.throttling import Throttle

TRANSPORT = "local_azure.transport"
"""The key of the ASGI scope under which the server hands over the connection, for fault rules that reset it."""


@dataclass
class Application:
    """One local Azure as an ASGI application."""

    world: LocalWorld
    identities: Identities
    endpoints: Sequence[Endpoint]
    faults: FaultEngine
    throttle: Throttle
    token_lifetime: int = LIFETIME_SECONDS

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.identities.signing_key, self.world.settings.tenant_id, self.token_lifetime)
        self.requests = RequestLog()
        self._resource_manager = ResourceManager(
            self.world, self.tokens, self.endpoints, self.faults, self.throttle, self.requests
        )
        sign_in = SignIn(self.identities, self.tokens)
        self._others = Starlette(
            routes=[
                *admin_routes(Admin(self.world, self.identities, self.faults, self.requests, self.reset)),
                Route("/metadata/endpoints", self._metadata),
                Route("/{tenant}/v2.0/.well-known/openid-configuration", sign_in.configuration),
                Route("/{tenant}/.well-known/openid-configuration", sign_in.configuration),
                Route("/{tenant}/discovery/v2.0/keys", sign_in.keys),
                Route("/{tenant}/oauth2/v2.0/token", sign_in.token, methods=["POST"]),
                Route("/{tenant}/oauth2/token", sign_in.token, methods=["POST"]),
            ],
            exception_handlers={404: _not_found, 405: _not_found},
        )

    def grant_owner(self) -> None:
        """Make the principal that every shell gets Owner of every subscription."""
        for subscription in self.world.settings.subscriptions:
            grant(self.world, self.identities.owner.object_id, "Owner", f"/subscriptions/{subscription}")

    def reset(self) -> None:
        """Forget resources, operations, fault rules, logs and counts; settings, identities and time stay."""
        self.faults.clear()
        self.faults.log.clear()
        self.requests.clear()
        self.throttle.reset()
        self.world.reset()
        self.grant_owner()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection event."""
        if scope["type"] != "http":
            return
        path = _single_slashes(scope["path"])
        if _is_resource_manager(path):
            response = await self._arm(StarletteRequest(scope, receive), path)
            if response is not None:
                await response(scope, receive, send)
            return
        await self._others({**scope, "path": path, "raw_path": path.encode()}, receive, send)

    async def _arm(self, asked: StarletteRequest, path: str) -> Response | None:
        """The answer of Resource Manager; None when the connection is gone: by the client, or by a fault rule."""
        try:
            body = await _body(asked)
        except ClientDisconnect:
            return None
        request = Request(asked.method, path, dict(asked.query_params), dict(asked.headers), body or b"")
        if body is None:
            answer = error_answer(errors.request_too_large(MAX_BODY_BYTES))
            correlation_id = correlation_id_of(request)
            answer.headers = {**common_headers(request, correlation_id, correlation_id), **answer.headers}
            return _response(answer)
        try:
            return _response(await self._resource_manager.answer(request))
        except ConnectionDropped:
            _reset(asked.scope)
            return None

    async def _metadata(self, request: StarletteRequest) -> Response:
        base_url = f"https://{request.headers.get('host', 'localhost')}"
        version = request.query_params.get("api-version", "")
        return JSONResponse(metadata_endpoints(base_url, version), headers={"Date": http_date(int(time.time()))})


def _reset(scope: Scope) -> None:
    """Close the connection without an answer."""
    transport = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError("a fault rule resets the connection")
    transport.abort()


async def _not_found(request: StarletteRequest, _error: Exception) -> Response:
    refusal = errors.not_found(request.url.path)
    return JSONResponse(refusal.envelope(), refusal.status, refusal.extra_headers)


def _is_resource_manager(path: str) -> bool:
    return path.lower().startswith(("/subscriptions", "/providers", "/tenants"))


def _single_slashes(path: str) -> str:
    """`//metadata/endpoints` is what az asks for (docs/reference/resource-manager.md#metadata)."""
    while "//" in path:
        path = path.replace("//", "/")
    return path


async def _body(request: StarletteRequest) -> bytes | None:
    """The whole body; None when it is over the limit (what is left of it is not read).

    Raises ClientDisconnect when the client went away before the end: half a request is none.
    """
    body = bytearray()
    async with aclosing(request.stream()) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return None
    return bytes(body)


def _response(answer: Answer) -> Response:
    """The answer for the wire; a name from a path that no header can carry has question marks in it."""
    headers = {name: value.encode("latin-1", "replace").decode("latin-1") for name, value in answer.headers.items()}
    return Response(answer.body, answer.status, headers)
