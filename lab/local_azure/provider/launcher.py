"""How an engine finds this provider: an executable of the plugin's name, or a running server to attach to.

On PATH: `install_plugin(folder)` writes `folder/pulumi-resource-azure-native`; put that folder, which should hold
nothing else, first on PATH. The engine then warns that it uses a provider from PATH. Attached:
`attached_provider(environ)` runs a server as a child process; give the engine
`PULUMI_DEBUG_PROVIDERS=azure-native:<port>`. No warning, and no start-up time per run. Source:
docs/reference/provider-protocol.md#start-and-attachment.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

PLUGIN_NAME = "pulumi-resource-azure-native"
_STOP_TIMEOUT = 10.0  # seconds


class PluginStartError(RuntimeError):
    """The provider's process ended before it said which port it serves on."""

    def __init__(self, command: list[str], status: int | None) -> None:
        super().__init__(
            f"{shlex.join(command)} ended with status {status} before it printed its port; see its error output"
        )
        self.command = command
        self.status = status


def install_plugin(folder: Path) -> Path:
    """Write the plugin's executable into the folder, which is made if need be, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    windows = os.name == "nt"
    plugin = folder / f"{PLUGIN_NAME}.cmd" if windows else folder / PLUGIN_NAME
    if windows:
        plugin.write_text(f"@{subprocess.list2cmdline(_command())} %*\r\n", newline="")
    else:
        plugin.write_text(f'#!/bin/sh\nexec {shlex.join(_command())} "$@"\n')
    plugin.chmod(0o755)
    return plugin


@contextmanager
def attached_provider(environ: Mapping[str, str], port: int = 0) -> Generator[int, None, None]:
    """A provider server as a child process while the context lasts; gives its port on 127.0.0.1.

    `environ` is the child's whole environment: ARM_* there are the settings of engines that do not bring their own, and
    SSL_CERT_FILE the certificates to trust. The child ends when this process does, however that happens.
    Raises `PluginStartError` when it does not come up.
    """
    command = [*_command(), "--port", str(port), "--while-stdin-is-open"]
    with subprocess.Popen(
        command, env=dict(environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            first_line = child.stdout.readline() if child.stdout else ""
            if not first_line.strip().isdigit():
                raise PluginStartError(command, child.wait(_STOP_TIMEOUT))
            yield int(first_line)
        finally:
            child.terminate()


def _command() -> list[str]:
    # Isolated: the engine starts plugins in the project's folder, whose modules must not shadow the provider's.
    return [sys.executable, "-I", "-m", "local_azure.provider"]
