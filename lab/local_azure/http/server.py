"""The server process: a port on loopback, TLS, the ready file, a clean stop."""

from __future__ import annotations

import json
import signal
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from local_azure.http.application import TRANSPORT, Application
from local_azure.private_files import write_private

if TYPE_CHECKING:
    from local_azure.arm.json_types import Json
    from local_azure.http.tls import Certificates

HOST = "127.0.0.1"


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 that hands the connection to the application, so that a fault rule can reset it."""

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        cast("dict[str, object]", self.scope)[TRANSPORT] = self.transport


class Server(uvicorn.Server):
    """A uvicorn server that says when it answers requests."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """End on SIGTERM and SIGINT, with status 0: uvicorn's own would raise the signal again afterwards."""
        signals = (signal.SIGTERM, signal.SIGINT)
        previous = {each: signal.signal(each, self.handle_exit) for each in signals}
        try:
            yield
        finally:
            for each, handler in previous.items():
                signal.signal(each, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; 0 takes a free port."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.setblocking(False)
    return listener


def serve(
    application: Application, listener: socket.socket, certificates: Certificates, on_ready: Callable[[], None]
) -> None:
    """Answer requests until SIGTERM or SIGINT."""
    config = uvicorn.Config(
        cast("Any", application),  # uvicorn's own ASGI types are not Starlette's
        http=Protocol,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        ssl_certfile=certificates.server,
        ssl_cert_reqs=ssl.CERT_NONE,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,
    )
    Server(config, on_ready).run(sockets=[listener])


def write_ready_file(path: Path, document: Json) -> None:
    """Write the file whole or not at all: who waits for it may read it as soon as it is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, (json.dumps(document, indent=2) + "\n").encode())
