"""Serves the provider on loopback: for one engine that started it, or for any that attach."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

import grpc.aio

from .protos import provider_pb2_grpc
from .servicer import AzureNativeServicer
from .sessions import Sessions

_HOST = "127.0.0.1"
_STOP_GRACE = 2.0  # seconds that calls in flight get when the server stops
_MESSAGE_LIMIT = 400 * 1024 * 1024  # bytes, the engine's own
_OPTIONS = [
    ("grpc.max_receive_message_length", _MESSAGE_LIMIT),
    ("grpc.max_send_message_length", _MESSAGE_LIMIT),
    # Otherwise a second server on the same port would start without an error and take half of the calls.
    ("grpc.so_reuseport", 0),
]


@asynccontextmanager
async def serving(port: int = 0, environ: Mapping[str, str] = os.environ) -> AsyncGenerator[int, None]:
    """The provider on 127.0.0.1 while the context lasts; gives the port (`0` asks for a free one).

    `environ` is where settings come from that an engine's configuration does not carry.
    """
    sessions = Sessions()
    server = grpc.aio.server(options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(AzureNativeServicer(sessions, environ), server)
    bound = server.add_insecure_port(f"{_HOST}:{port}")
    await server.start()
    try:
        yield bound
    finally:
        await sessions.close()
        await server.stop(_STOP_GRACE)


async def serve_until(stop: asyncio.Event, port: int = 0, environ: Mapping[str, str] = os.environ) -> None:
    """Serve until `stop` is set. The port is the first line on standard output, as the plugin protocol wants it."""
    async with serving(port, environ) as bound:
        print(bound, flush=True)  # noqa: T201 - the protocol's only use of standard output
        await stop.wait()
