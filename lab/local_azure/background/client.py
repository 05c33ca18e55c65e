"""The server of a folder by its ready file, and requests to its admin endpoint."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path

    from local_azure.arm.json_types import Json

READY = "ready.json"
_ANSWER_SECONDS = 30


class BackgroundError(Exception):
    """A server in the background that cannot be started or does not do what it is asked; the text has the remedy."""


@dataclass(frozen=True)
class Server:
    """A server by its ready file, running or not."""

    ready_file: Path
    ready: Json

    @property
    def pid(self) -> int:
        """Its process."""
        return int(str(self.ready["pid"]))


def known_server(folder: Path) -> Server | None:
    """The server whose ready file is in the folder, running or not; None when there is no ready file."""
    path = (folder / READY).resolve()
    try:
        return Server(path, cast("Json", json.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return None


def require_running(folder: Path) -> Server:
    """The server of a folder. Raises BackgroundError when there is none that answers."""
    server = known_server(folder)
    if server is None:
        raise BackgroundError(f"no local Azure runs in {folder}. Start one: {_start(folder)}")
    admin(server, "clock")
    return server


def admin(server: Server, path: str, body: bytes | None = None) -> Json:
    """GET `/admin/<path>`, or POST when there is a body; its JSON object. Raises BackgroundError."""
    parts = urlsplit(str(server.ready["admin_endpoint"]))
    trust = ssl.create_default_context(cafile=str(server.ready["ca_bundle"]))
    connection = HTTPSConnection(parts.hostname or "localhost", parts.port, context=trust, timeout=_ANSWER_SECONDS)
    headers = {"Authorization": f"Bearer {server.ready['admin_secret']}"}
    try:
        connection.request("GET" if body is None else "POST", f"{parts.path}/{path}", body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    except (OSError, HTTPException) as error:
        remedy = f"Start it again: {_start(server.ready_file.parent)}"
        raise BackgroundError(f"local Azure does not answer: {error}. {remedy}") from None
    finally:
        connection.close()
    if answer.status >= 300:
        raise BackgroundError(f"local Azure refuses `{path}`: {text}")
    return cast("Json", json.loads(text)) if text else {}


def _start(folder: Path) -> str:
    return f"local-azure start --dir {folder}"
