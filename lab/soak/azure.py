"""A local Azure for histories, with a stand-in provider in a process of its own that may be killed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from harness.local_azure import LocalAzure, running_local_azure
from harness.warm_programs import warm_programs

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


SECOND_SUBSCRIPTION = "00000000-0000-4000-8000-000000000002"
"""A subscription that the same login may use, and that no stack is meant for."""
APIS = {"": "2024-11-01", "images": "2024-07-01", "galleries": "2024-03-03"}
"""API versions of what has a twin in the second subscription."""


def make_twins(azure: LocalAzure) -> None:
    """Everything that a stack is about, but for what it makes, also in the second subscription under the same names."""
    groups = azure.get(f"/subscriptions/{azure.subscription}/resourceGroups", api_version=APIS[""]).json()["value"]
    for group in groups:
        twin = group["id"].replace(azure.subscription, SECOND_SUBSCRIPTION)
        azure.put(twin, {"location": group["location"]}, api_version=APIS[""]).raise_for_status()
        for kind in ("images", "galleries"):
            path = f"{group['id']}/providers/Microsoft.Compute/{kind}"
            for one in azure.get(path, api_version=APIS[kind]).raise_for_status().json()["value"]:
                _copy(azure, one, APIS[kind])
    azure.settle()


def _copy(azure: LocalAzure, resource: dict[str, Any], api_version: str) -> None:
    twin = str(resource["id"]).replace(azure.subscription, SECOND_SUBSCRIPTION)
    properties = {"hyperVGeneration", "storageProfile", "description"} & resource["properties"].keys()
    body = {"location": resource["location"], "properties": {name: resource["properties"][name] for name in properties}}
    azure.put(twin, body, api_version=api_version).raise_for_status()


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
    options = ("--subscription", SECOND_SUBSCRIPTION)
    with running_local_azure(folder, provider=False, options=options) as azure, warm_programs(folder) as variables:
        azure.env.update(variables)
        provider = Provider(azure)
        try:
            provider.ensure()
            yield azure, provider
        finally:
            provider.stop()
