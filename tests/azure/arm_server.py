"""A small HTTPS server that plays metadata, sign-in and Resource Manager, and fails in every way that a network can.

It knows nothing of Azure: tests say what each path answers. Shapes of metadata, token and errors:
docs/reference/resource-manager.md.
"""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from managed_image_to_gallery.azure.settings import AzureSettings

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import trustme

    from managed_image_to_gallery.azure.json_types import JsonObject

TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
CLIENT = "9967ee6d-1c6a-4693-83de-2f8483fdd126"
SECRET = "correct horse"


@dataclass(frozen=True)
class Said:
    """One answer: a JSON object or a text."""

    body: JsonObject | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Reset:
    """Instead of an answer: the connection is cut."""


class Silence:
    """Instead of an answer: nothing, until the server ends."""


Answer = Said | Reset | Silence
SOON = {"Retry-After": "0", "x-ms-retry-after-ms": "1"}


@dataclass
class ArmServer:
    """`answers`: path → what it answers, one after the other, the last for ever. `requests`: what was asked of ARM.

    `methods` are allowed; a path that answers differently to a method other than GET has it in front: `PUT /path`.
    `written`: method, path and body of what was no GET.
    """

    answers: dict[str, list[Answer]]
    token_answers: list[Answer] = field(default_factory=list[Answer])
    metadata_answers: list[Answer] = field(default_factory=list[Answer])
    requests: list[str] = field(default_factory=list[str])
    methods: frozenset[str] = frozenset({"GET"})
    written: list[tuple[str, str, JsonObject]] = field(default_factory=list["tuple[str, str, JsonObject]"])
    assertions: list[str] = field(default_factory=list[str])
    base: str = ""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def settings(self) -> AzureSettings:
        return AzureSettings(
            tenant_id=TENANT, client_id=CLIENT, client_secret=SECRET, metadata_host=self.base.removeprefix("https://")
        )

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/metadata/endpoints":
            return await self._give(request, self.metadata_answers or [Said(self.metadata())])
        if request.path.endswith("/.well-known/openid-configuration"):
            return web.json_response(self._open_id_configuration())
        if request.path.endswith("/oauth2/v2.0/token"):
            form = await request.post()
            if "client_assertion" in form:
                self.assertions.append(str(form["client_assertion"]))
            else:
                assert form["client_secret"] == SECRET
            assert form["scope"] == f"{self.base}/.default"
            return await self._give(request, self.token_answers or [Said(token())])
        self.requests.append(request.path_qs)
        assert request.method in self.methods
        assert request.headers["Authorization"].startswith("Bearer ")
        if request.method == "GET":
            return await self._give(request, self.answers[request.path])
        body: JsonObject = await request.json() if request.can_read_body else {}
        self.written.append((request.method, request.path_qs, body))
        return await self._give(request, self.answers[f"{request.method} {request.path}"])

    async def _give(self, request: web.Request, answers: list[Answer]) -> web.StreamResponse:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Silence):
            await self.ended.wait()
        if not isinstance(answer, Said):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if isinstance(answer.body, str):
            return web.Response(
                text=answer.body, status=answer.status, headers=answer.headers, content_type="text/html"
            )
        response = web.json_response(answer.body, status=answer.status, headers=answer.headers)
        response.enable_compression()
        return response

    def metadata(self) -> JsonObject:
        """What the cloud says of itself."""
        return {
            "name": "LocalCloud",
            "resourceManager": f"{self.base}/",
            "authentication": {"loginEndpoint": f"{self.base}/", "audiences": [f"{self.base}/"]},
        }

    def _open_id_configuration(self) -> JsonObject:
        authority = f"{self.base}/{TENANT}"
        return {
            "issuer": f"{authority}/v2.0",
            "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            "token_endpoint": f"{authority}/oauth2/v2.0/token",
        }


def token() -> JsonObject:
    """What the authority answers to who signs in."""
    claims = base64.urlsafe_b64encode(json.dumps({"appid": CLIENT, "oid": "f138317c"}).encode()).decode().rstrip("=")
    return {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": f"e30.{claims}.e30"}


@asynccontextmanager
async def serving(authority: trustme.CA, answers: dict[str, list[Answer]]) -> AsyncGenerator[ArmServer]:
    """The server on a free port of 127.0.0.1, with a certificate of the authority."""
    server = ArmServer(answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    port: int = runner.addresses[0][1]
    server.base = f"https://127.0.0.1:{port}"
    try:
        yield server
    finally:
        server.ended.set()
        await runner.cleanup()
