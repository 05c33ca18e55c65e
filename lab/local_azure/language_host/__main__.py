"""Start of the language host: `pulumi-language-python [flags] <engine address>`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from local_azure.language_host.lean_import import skip_package_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

LOOK_SECONDS = 0.2


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve `LanguageRuntime` on a free loopback port until interrupted or until the engine is gone.

    Protocol of every Pulumi plugin (sdk/go/common/resource/plugin/plugin.go): the first line on stdout is the port, and
    nothing comes before it. Without an engine address (a host started by hand for `PULUMI_DEBUG_LANGUAGES`) the engine
    tells its address in the handshake, and nothing is watched.
    """
    skip_package_code("pulumi", "pulumi.runtime", "pulumi.runtime.proto")
    from local_azure.language_host.server import serving

    engine_address = _parse(arguments).engine_address
    stop = threading.Event()
    stop_on_signals(stop)
    with serving(engine_address) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        if engine_address:
            threading.Thread(target=_set_when_engine_is_gone, args=(stop,), daemon=True).start()
        # Looked at again and again: a signal that another thread was given does not end the main thread's wait, and the
        # engine would wait 5 seconds and kill the host.
        while not stop.wait(LOOK_SECONDS):
            pass


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` at SIGINT (the engine's way to end a plugin, and Ctrl-C) and at SIGTERM, without a traceback."""

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 # the signature is Python's
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pulumi-language-python", description=main.__doc__)
    parser.add_argument("engine_address", nargs="?", default="", help="the engine's address, host:port")
    return parser.parse_known_args(arguments)[0]


def _set_when_engine_is_gone(stop: threading.Event) -> None:
    """The engine holds the other end of stdin; it closes only when the engine's process ends, however it ends."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()


if __name__ == "__main__":
    main()
