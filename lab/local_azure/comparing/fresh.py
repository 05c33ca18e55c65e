"""A local Azure in this process that nobody else asks: empty at first, its clock moved when something is to be done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from local_azure.arm.clock import Clock
from local_azure.arm.json_types import as_object
from local_azure.http.admin import settle_everything
from local_azure.instance import open_instance

_NOON = 1_790_000_000.0
_HOST = "localhost"
_PLENTY = 10_000.0


@dataclass(frozen=True)
class Answer:
    """What was answered; headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: object

    @property
    def code(self) -> str:
        """The code of an error, or the status."""
        return str(as_object(as_object(self.body).get("error")).get("code", self.status))


class FreshAzure:
    """Asked as its owner, with so much of each quota that none is ever used up, but told."""

    def __init__(self) -> None:
        self._instance = open_instance(clock=Clock(1.0, source=lambda: _NOON), limits=_PLENTY)
        self.subscription = self._instance.world.settings.subscriptions[0]

    def send(self, method: str, path: str, query: Mapping[str, str], body: object = None) -> Answer:
        """One request."""
        return asyncio.run(self._send(method, path, urlencode(query), body))

    def follow(self, url: str) -> Answer:
        """GET an address that an answer gave."""
        parts = urlsplit(url)
        return asyncio.run(self._send("GET", parts.path, parts.query, None))

    def forget(self, path: str) -> None:
        """Have a resource not be there, with all that lies in it, past every check."""
        own = path.lower()
        for resource in self._instance.world.store.all():
            if resource.key == own or resource.key.startswith(f"{own}/"):
                self._instance.world.store.remove(resource)

    def settle(self) -> None:
        """Have everything done that was begun."""
        settle_everything(self._instance.world)

    def close(self) -> None:
        """Let go of its database."""
        self._instance.world.journal.close()

    async def _send(self, method: str, path: str, query: str, body: object) -> Answer:
        content = b"" if body is None else json.dumps(body).encode()
        owner = self._instance.identities.owner
        token = self._instance.application.tokens.issue(owner, f"https://{_HOST}")
        headers = {"host": _HOST, "authorization": f"Bearer {token}", "content-type": "application/json"}
        scope: MutableMapping[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "server": (_HOST, 443),
            "client": (_HOST, 1),
        }
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        await self._instance.application(scope, receive, send)
        return _answer(sent)


def _answer(sent: list[MutableMapping[str, Any]]) -> Answer:
    start = sent[0]
    headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    text = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(int(start["status"]), headers, json.loads(text) if text else None)
