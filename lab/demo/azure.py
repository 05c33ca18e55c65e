"""The embedded Azure of the demo: started with the documented example's seed, asked with Azure's own client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import ClientSecretCredential
from azure.mgmt.compute import ComputeManagementClient

from local_azure.starting import wait_until_ready

SCRIPTS = Path(sys.executable).parent


@dataclass(frozen=True)
class DemoAzure:
    """A running local Azure: its ready file's content and the environment that points everything at it."""

    ready: Mapping[str, Any]
    environment: Mapping[str, str]

    def compute(self) -> ComputeManagementClient:
        """azure-mgmt-compute, as anybody would make it for a custom cloud."""
        endpoint = str(self.ready["arm_endpoint"]).rstrip("/")
        trust = self.ready["ca_bundle"]
        credential = ClientSecretCredential(
            self.ready["tenant_id"],
            self.ready["client_id"],
            self.ready["client_secret"],
            authority=endpoint,
            disable_instance_discovery=True,
            connection_verify=trust,
        )
        return ComputeManagementClient(
            credential,
            self.ready["subscription_id"],
            base_url=endpoint,
            credential_scopes=[f"{endpoint}/.default"],
            connection_verify=trust,
        )

    def admin(self) -> httpx.Client:
        """The admin endpoint, where fault rules are set and lifted."""
        return httpx.Client(
            base_url=str(self.ready["admin_endpoint"]),
            headers={"Authorization": f"Bearer {self.ready['admin_secret']}"},
            verify=str(self.ready["ca_bundle"]),
        )


def image_is_gone(client: ComputeManagementClient, group: str, name: str) -> bool:
    """Whether Azure says that there is no such managed image."""
    try:
        client.images.get(group, name)
    except ResourceNotFoundError:
        return True
    return False


@contextmanager
def local_azure(seed: Path, folder: Path, time_scale: float) -> Generator[DemoAzure]:
    """Run `local-azure serve` for the time of the demo."""
    ready_file = folder / "ready.json"
    command = [
        str(SCRIPTS / "local-azure"),
        "serve",
        "--port=0",
        f"--seed={seed}",
        f"--ready-file={ready_file}",
        f"--time-scale={time_scale}",
    ]
    output = folder / "local-azure.log"
    with (
        output.open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True) as process,
    ):
        try:
            wait_until_ready(process, ready_file, output)
            yield DemoAzure(json.loads(ready_file.read_text()), _environment(ready_file))
        finally:
            process.terminate()


def _environment(ready_file: Path) -> Mapping[str, str]:
    command = [str(SCRIPTS / "local-azure"), "env", "--format=json", f"--ready-file={ready_file}"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
    return json.loads(printed)
