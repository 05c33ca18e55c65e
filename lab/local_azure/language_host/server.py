"""The gRPC server around the servicer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime.proto import language_pb2_grpc

from local_azure.language_host.servicer import LanguageRuntime

if TYPE_CHECKING:
    from collections.abc import Generator

# Run and every RunPlugin occupy a thread until their process ends; a thread is made only when it is needed.
_MOST_CALLS_AT_ONCE = 64

# The engine sends whole configurations and package schemas in one message (rpcutil.GrpcChannelOptions).
_LARGEST_MESSAGE_BYTES = 400 * 1024 * 1024


@contextmanager
def serving(engine_address: str) -> Generator[int]:
    """Serve `LanguageRuntime` on 127.0.0.1; gives the port.

    At the end the calls still running are dropped, which kills their processes, and waited for, which reaps them.
    """
    calls = ThreadPoolExecutor(max_workers=_MOST_CALLS_AT_ONCE)
    server = grpc.server(
        calls,
        options=[
            ("grpc.max_receive_message_length", _LARGEST_MESSAGE_BYTES),
            ("grpc.max_send_message_length", _LARGEST_MESSAGE_BYTES),
            ("grpc.so_reuseport", 0),
        ],
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageRuntime(engine_address), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield port
    finally:
        server.stop(grace=None).wait()
        calls.shutdown()
