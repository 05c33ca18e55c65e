"""What docs/first-migration.md and docs/roles say to type with Azure CLI, typed with the real one.

Signing in is a service principal's here, and the cloud is local Azure's. Whom a client id means, az would ask
Microsoft Graph, which local Azure is not: it gets the object id.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from harness.az import COMMAND_SECONDS, Az
from harness.local_azure import LocalAzure

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "first-migration.md").read_text(encoding="utf-8")
ROLES = ROOT / "docs" / "roles"
GUIDE = (ROLES / "README.md").read_text(encoding="utf-8")
NAMES = {
    "preview.json": "Image Migration Previewer",
    "publish.json": "Image Migration Publisher",
    "retire.json": "Image Migration Retirer",
}


@pytest.fixture(autouse=True)
def empty(azure: LocalAzure) -> None:
    azure.reset()


def typed(az: Az, azure: LocalAzure, folder: Path, script: str) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={**az.environment, "ARM_SUBSCRIPTION_ID": azure.subscription, "ARM_CLIENT_ID": azure.ready["client_id"]},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=4 * COMMAND_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_person_chooses_the_subscription(az: Az, azure: LocalAzure, tmp_path: Path) -> None:
    (command,) = re.findall(r"`(az account set [^`]+)`", PAGE)

    typed(az, azure, tmp_path, command.replace("<id>", azure.subscription))

    assert az("account", "show")["id"] == azure.subscription


@pytest.mark.parametrize("file", NAMES)
def test_a_role_is_made_and_assigned_as_the_guide_says(az: Az, azure: LocalAzure, tmp_path: Path, file: str) -> None:
    assert "`az role definition create`" in PAGE
    (script,) = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    script = script.replace("docs/roles/publish.json", f"{ROLES / file}").replace("publish.json", "role.json")
    script = script.replace(f"{ROLES}{os.sep}role.json", f"{ROLES / file}").replace(NAMES["publish.json"], NAMES[file])

    who = f"--assignee-object-id {azure.ready['object_id']} --assignee-principal-type ServicePrincipal"
    assert '--assignee "$ARM_CLIENT_ID"' in script

    typed(az, azure, tmp_path, script.replace('--assignee "$ARM_CLIENT_ID"', who))

    scope = f"/subscriptions/{azure.subscription}"
    assigned = az("role", "assignment", "list", "--scope", scope, "--fill-principal-name", "false")
    assert NAMES[file] in [each["roleDefinitionName"] for each in assigned]
