"""azurerm, run by OpenTofu: what it made it finds unchanged, it updates in place, imports, destroys.

Building both takes about an hour, and so `make test-azurerm` runs this suite, not `make test-clients`.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.client_programs import AZURERM, require
from harness.local_azure import LocalAzure, without_proxies

CLIENT = "azurerm (OpenTofu)"
HANG_SECONDS = 900
NOTHING_TO_DO, TO_DO = 0, 2
"""Exit statuses of `plan -detailed-exitcode`."""
CHANGED = ("-var", 'tags={"owner":"second"}', "-var", "replicas=2")
IMAGE = "azurerm_image.image"


class Tofu:
    """OpenTofu in a folder of its own, with the provider that was built; no registry is asked for anything."""

    def __init__(self, azure: LocalAzure, folder: Path) -> None:
        self.program = require(AZURERM / "bin" / "tofu", "OpenTofu")
        provider = require(AZURERM / "bin" / "terraform-provider-azurerm", "azurerm")
        self.folder = folder
        (folder / "main.tf").write_text((AZURERM / "main.tf").read_text())
        settings = folder / "tofu.rc"
        override = f'"registry.opentofu.org/hashicorp/azurerm" = "{provider.parent}"'
        settings.write_text(f"provider_installation {{\n  dev_overrides {{\n    {override}\n  }}\n}}\n")
        self.environment = {
            **without_proxies(),
            **azure.env,
            "TF_CLI_CONFIG_FILE": str(settings),
            "CHECKPOINT_DISABLE": "1",
        }

    def __call__(self, command: str, *arguments: str, expected: int = 0) -> str:
        done = subprocess.run(
            [self.program, command, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=HANG_SECONDS,
        )
        assert done.returncode == expected, f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def plan(self, *arguments: str) -> dict[str, list[str]]:
        """What a plan would do to each resource that it does not leave as it is."""
        self("plan", "-input=false", "-no-color", "-out=plan", *arguments)
        planned: dict[str, Any] = json.loads(self("show", "-json", "plan"))
        actions = {each["address"]: each["change"]["actions"] for each in planned.get("resource_changes", [])}
        return {address: each for address, each in actions.items() if each not in (["no-op"], ["read"])}


@pytest.fixture(scope="module")
def tofu(azure: LocalAzure, tmp_path_factory: pytest.TempPathFactory) -> Tofu:
    return Tofu(azure, tmp_path_factory.mktemp("azurerm"))


def test_a_second_plan_is_empty_and_a_change_is_made_in_place(tofu: Tofu) -> None:
    tofu("apply", "-input=false", "-no-color", "-auto-approve")
    tofu("plan", "-input=false", "-no-color", "-detailed-exitcode", expected=NOTHING_TO_DO)

    changes = tofu.plan(*CHANGED)
    tofu("apply", "-input=false", "-no-color", "-auto-approve", *CHANGED)

    assert changes["azurerm_shared_image_version.version"] == ["update"]
    assert {tuple(each) for each in changes.values()} == {("update",)}
    assert tofu.plan(*CHANGED) == {}


def test_what_is_there_is_imported_and_needs_no_change(tofu: Tofu) -> None:
    state = json.loads(tofu("show", "-json"))["values"]["root_module"]["resources"]
    ids = {each["address"]: each["values"]["id"] for each in state}

    for address in sorted(ids):
        tofu("state", "rm", address)
    for address in sorted(ids):
        tofu("import", "-input=false", "-no-color", *CHANGED, address, ids[address])

    assert tofu.plan(*CHANGED) == {}


def test_everything_is_destroyed(tofu: Tofu, azure: LocalAzure) -> None:
    tofu("destroy", "-input=false", "-no-color", "-auto-approve", *CHANGED)

    assert tofu("state", "list") == ""
    assert azure.get("/resourceGroups/group", api_version="2022-09-01").status_code == 404
