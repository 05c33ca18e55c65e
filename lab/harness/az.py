"""`az` as a person runs it: a process of its own, a configuration folder of its own, JSON out."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.local_azure import LocalAzure, without_proxies

COMMAND_SECONDS = 60
"""A command that takes longer hangs; `az` itself needs 1 to 3 seconds to start."""
MISSING_RESOURCE = 3
"""The exit status of `az` for a 404."""


@dataclass(frozen=True)
class Failed:
    """A command that ended with another status than 0."""

    status: int
    message: str


@dataclass(frozen=True)
class Az:
    """The Azure CLI, signed in to one local Azure."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *arguments: str) -> Any:
        """Run a command that has to succeed; what it printed, parsed; None when it printed nothing."""
        done = self._run(arguments)
        assert done.returncode == 0, f"az {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refused(self, *arguments: str) -> Failed:
        """Run a command that has to fail."""
        done = self._run(arguments)
        assert done.returncode != 0, f"az {' '.join(arguments)} succeeded:\n{done.stdout}"
        return Failed(done.returncode, done.stderr)

    def _run(self, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.folder / "az", *arguments, "--output", "json"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS,
        )


def az_environment(azure: LocalAzure, binaries: Path, configuration: Path) -> dict[str, str]:
    """What a shell has after `eval "$(local-azure env)"`, with `az` on PATH and a configuration of its own."""
    inherited = without_proxies()
    return {
        **inherited,
        **azure.env,
        "AZURE_CONFIG_DIR": str(configuration),
        "PATH": f"{binaries}{os.pathsep}{inherited['PATH']}",
    }


def signed_in(azure: LocalAzure, binaries: Path, configuration: Path) -> Az:
    """Register the cloud, choose it, sign in as the service principal."""
    az = Az(binaries, az_environment(azure, binaries, configuration))
    ready = azure.ready
    az("cloud", "register", "--name", "LocalAzure", "--endpoint-resource-manager", ready["arm_endpoint"])
    az("cloud", "set", "--name", "LocalAzure")
    account = az(
        *("login", "--service-principal", "--username", ready["client_id"]),
        *(f"--password={ready['client_secret']}", "--tenant", ready["tenant_id"]),
    )
    assert [each["id"] for each in account] == [azure.subscription]
    return az
