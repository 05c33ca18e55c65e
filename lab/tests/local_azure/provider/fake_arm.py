"""A small ARM over HTTPS: enough of a resource store to watch what a provider asks of it."""

from __future__ import annotations

import base64
import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from aiohttp import web

TENANT = "11111111-1111-1111-1111-111111111111"
SUBSCRIPTION = "22222222-2222-2222-2222-222222222222"
CLIENT_ID = "33333333-3333-3333-3333-333333333333"
OBJECT_ID = "44444444-4444-4444-4444-444444444444"
SECRET = "a secret"
RESET = 0
"""The status of an answer that never comes: the connection is reset instead."""
NOT_FOUND = {"error": {"code": "ResourceNotFound", "message": "The Resource was not found."}}


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    text: str
    headers: Mapping[str, str]
    target: str
    """Path and query exactly as they were sent."""

    @property
    def body(self) -> object:
        return json.loads(self.text) if self.text else None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Answer:
    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    then: Callable[[], None] = lambda: None

    def to_web(self, base: str) -> web.Response:
        headers = {name: value.replace("{base}", base) for name, value in self.headers.items()}
        text = self.body if isinstance(self.body, str) else "" if self.body is None else json.dumps(self.body)
        return web.Response(status=self.status or 200, text=text, headers=headers, content_type="application/json")


class FakeArm:
    """Keeps what is PUT, answers GET with it, and lets a test put other answers in front (`script`)."""

    def __init__(self) -> None:
        self.base = ""
        self.resources: dict[str, dict[str, object]] = {}
        self.requests: list[Request] = []
        self.tokens_issued = 0
        self.valid_tokens: set[str] = set()
        self._scripts: list[tuple[str, re.Pattern[str], deque[Answer]]] = []

    def script(self, method: str, pattern: str, *answers: Answer) -> None:
        """The next requests of this method whose path matches get these answers, one each."""
        self._scripts.append((method, re.compile(pattern, re.IGNORECASE), deque(answers)))

    def have(self, path: str, **body: object) -> dict[str, object]:
        resource = {**body, "id": path, "name": path.rpartition("/")[2]}
        self.resources[path.lower()] = resource
        return resource

    def asked(self) -> list[str]:
        """Method and path of every ARM request so far, in order."""
        return [str(request) for request in self.requests]

    def last(self, method: str) -> Request:
        return next(request for request in reversed(self.requests) if request.method == method)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metadata/endpoints", self._metadata)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._discovery)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_route("*", "/{path:.*}", self._arm)
        return app

    async def _metadata(self, _: web.Request) -> web.Response:
        authentication = {"loginEndpoint": self.base, "audiences": [self.base]}
        return web.json_response(
            {"name": "LocalCloud", "resourceManager": f"{self.base}/", "authentication": authentication}
        )

    async def _discovery(self, request: web.Request) -> web.Response:
        return web.json_response({"token_endpoint": f"{self.base}/{request.match_info['tenant']}/oauth2/v2.0/token"})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_secret") != SECRET and form.get("client_assertion") != "a federated token":
            refused = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}
            return web.json_response(refused, status=401)
        self.tokens_issued += 1
        claims = {"appid": CLIENT_ID, "oid": OBJECT_ID, "tid": TENANT, "aud": form["scope"], "jti": self.tokens_issued}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        token = f"header.{payload}.signature"
        self.valid_tokens.add(f"Bearer {token}")
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": token})

    async def _arm(self, request: web.Request) -> web.Response:
        text = await request.text()
        query, headers = dict(request.query), dict(request.headers)
        self.requests.append(Request(request.method, request.path, query, text, headers, request.raw_path))
        if request.headers.get("Authorization") not in self.valid_tokens:
            return web.json_response({"error": {"code": "AuthenticationFailed", "message": "No."}}, status=401)
        answer = self._scripted(request) or self._stored(request, text)
        answer.then()
        if answer.status == RESET and request.transport is not None:
            request.transport.abort()
        return answer.to_web(self.base)

    def _scripted(self, request: web.Request) -> Answer | None:
        for method, pattern, answers in self._scripts:
            if method == request.method and answers and pattern.search(request.path):
                return answers.popleft()
        return None

    def _stored(self, request: web.Request, text: str) -> Answer:
        key = request.path.lower()
        if request.method == "PUT":
            existed = key in self.resources
            self.have(request.path, **cast("dict[str, object]", json.loads(text)))
            return Answer(200 if existed else 201, self.resources[key])
        if request.method == "DELETE":
            return Answer(200 if self.resources.pop(key, None) else 204)
        found = self.resources.get(key)
        return Answer(404, NOT_FOUND) if found is None else Answer(200, found)
