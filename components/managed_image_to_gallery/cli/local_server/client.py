"""What a running local Azure says of itself, and requests to its admin endpoint."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.failures import CommandFailed

if TYPE_CHECKING:
    from pathlib import Path

    from managed_image_to_gallery.cli.preview_digest import Json

READY = "ready.json"


@dataclass(frozen=True)
class Server:
    """A local Azure by its ready file (`local-azure serve --ready-file`)."""

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
    """The server of a folder. Raises CommandFailed when there is none that answers."""
    server = known_server(folder)
    if server is None:
        raise CommandFailed(f"No local Azure runs in {folder}.", "Start it: gallery-migrate local start")
    admin(server, "clock")
    return server


def admin(server: Server, path: str, body: bytes | None = None) -> Json:
    """GET `/admin/<path>`, or POST when there is a body; its JSON object. Raises CommandFailed."""
    parts = urlsplit(str(server.ready["admin_endpoint"]))
    trust = ssl.create_default_context(cafile=str(server.ready["ca_bundle"]))
    connection = HTTPSConnection(parts.hostname or "localhost", parts.port, context=trust, timeout=30)
    headers = {"Authorization": f"Bearer {server.ready['admin_secret']}"}
    try:
        connection.request("GET" if body is None else "POST", f"{parts.path}/{path}", body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    except (OSError, HTTPException) as error:
        remedy = "Start it again: gallery-migrate local start"
        raise CommandFailed(f"Local Azure does not answer: {error}.", remedy, ExitStatus.AZURE) from None
    finally:
        connection.close()
    if answer.status >= 300:
        raise CommandFailed(f"Local Azure refuses: {text}", "Correct that.", ExitStatus.AZURE)
    return cast("Json", json.loads(text)) if text else {}
