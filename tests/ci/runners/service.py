"""What a CI service answers to a job: GitHub's token service, and the threads of a pull request in Azure Repos."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Generator

BEARER = "Bearer secret-of-the-job"


@dataclass
class Service:
    """Answers at `url`. `threads` are those of the pull request; `calls` are changes: method, path, body."""

    url: str
    threads: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    calls: list[tuple[str, str, Any]] = field(default_factory=list[tuple[str, str, Any]])

    def answer(self, method: str, path: str, body: Any) -> dict[str, Any]:
        """A token, the threads, or a note of what was to be changed."""
        if path == "/token":
            return {"value": "a federated token"}
        if method == "GET":
            return {"value": self.threads}
        self.calls.append((method, path, body))
        return {}


@contextmanager
def running_service() -> Generator[Service]:
    """The service on a free port of loopback, until the end."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            if self.headers["Authorization"] != BEARER:
                self.send_error(401)
                return
            sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
            told = service.answer(self.command, urlsplit(self.path).path, json.loads(sent) if sent else None)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 - names of the base class

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}/")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
