"""A local Azure for histories, with a stand-in provider in a process of its own that may be killed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.support.local_azure import LocalAzure, running_local_azure
from tests.support.warm_programs import warm_programs

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


class Provider:
    """The provider's process, started again at need; its port is that of the engine's setting."""

    def __init__(self, azure: LocalAzure) -> None:
        self._azure = azure
        self._process: subprocess.Popen[str] | None = None
        self._port = "0"

    def ensure(self) -> int:
        """Start it unless it runs, on the port that the environment of all commands names; its pid."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "local_azure.provider", "--port", self._port, "--while-stdin-is-open"],
                env=self._azure.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._port = self._process.stdout.readline().strip() if self._process.stdout else ""
            self._azure.env["PULUMI_DEBUG_PROVIDERS"] = f"azure-native:{self._port}"
            self._azure.env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
        return self._process.pid

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def soak_azure(folder: Path) -> Generator[tuple[LocalAzure, Provider]]:
    """A local Azure in which everything takes a thousandth of its time, and its provider."""
    with running_local_azure(folder, provider=False) as azure, warm_programs(folder) as variables:
        azure.env.update(variables)
        provider = Provider(azure)
        try:
            provider.ensure()
            yield azure, provider
        finally:
            provider.stop()
