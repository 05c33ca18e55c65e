"""The plugin process: `python -m local_azure.provider [engine address]`, or with `--port N` for engines that attach."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
import threading

from .arm.exchange_log import begin_log
from .server import serve_until


def main() -> None:
    """Run until the engine (SIGINT) or its keeper (SIGTERM, closed standard input) says that it is over."""
    parser = argparse.ArgumentParser(prog="pulumi-resource-azure-native", description=__doc__)
    parser.add_argument("engine", nargs="?", help="address of the engine that starts this plugin; not needed")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--while-stdin-is-open", action="store_true", help="end when standard input is closed")
    parser.add_argument("-v", type=int, default=0, help="verbosity of the log; from 9 on it has every request")
    # The engine passes flags of its own (tracing), which mean nothing here.
    arguments, _ = parser.parse_known_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    begin_log(arguments.v)
    asyncio.run(_run(arguments.port, watch_stdin=arguments.while_stdin_is_open))


async def _run(port: int, *, watch_stdin: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask_to_stop(*_: object) -> None:
        loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    if watch_stdin:
        threading.Thread(target=lambda: (sys.stdin.read(), ask_to_stop()), daemon=True).start()
    await serve_until(stop, port)


if __name__ == "__main__":
    main()
