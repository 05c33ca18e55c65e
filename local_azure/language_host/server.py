"""The gRPC server around the servicer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime.proto import language_pb2_grpc

from local_azure.language_host.servicer import LanguageRuntime

# Run and every RunPlugin occupy a thread until their process ends; a thread is made only when it is needed.
_MOST_CALLS_AT_ONCE = 64

# The engine sends whole configurations and package schemas in one message (rpcutil.GrpcChannelOptions).
_LARGEST_MESSAGE_BYTES = 400 * 1024 * 1024


def start_server(engine_address: str) -> tuple[grpc.Server, int]:
    """Serve `LanguageRuntime` on 127.0.0.1; returns the running server and its port."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=_MOST_CALLS_AT_ONCE),
        options=[
            ("grpc.max_receive_message_length", _LARGEST_MESSAGE_BYTES),
            ("grpc.max_send_message_length", _LARGEST_MESSAGE_BYTES),
            ("grpc.so_reuseport", 0),
        ],
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageRuntime(engine_address), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port
