"""What the clients in `lab/clients/` do and print: an image of the group `group` becomes a version, and is deleted."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from harness.local_azure import LocalAzure, without_proxies

SEED = """
resourceGroups: {group: {location: eastus}}
images: [{resourceGroup: group, name: image}]
"""
HANG_SECONDS = 300

SEEN = {
    "provisioningState": "Succeeded",
    "regions": {"eastus": "Completed", "westus2": "Completed"},
    "listed": ["1.0.0"],
    "missing": "404 ResourceNotFound",
    "unknown": "404 InvalidResourceType",
}
"""What every client has to see."""


def seen_by(command: list[str | Path], azure: LocalAzure) -> dict[str, Any]:
    """Run a client; what it printed."""
    done = subprocess.run(
        command,
        env={**without_proxies(), **azure.env},
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_SECONDS,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout)


def polls(azure: LocalAzure) -> Counter[str]:
    """How often the operations on each type were polled."""
    return Counter(str(each["type"]) for each in azure.requests() if each["access"] == "poll")
