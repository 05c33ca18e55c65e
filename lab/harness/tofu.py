"""OpenTofu with azurerm, as `make test-azurerm` builds them, in a folder of its own."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from harness.client_programs import AZURERM, require
from harness.local_azure import without_proxies

if TYPE_CHECKING:
    from pathlib import Path

    from harness.local_azure import LocalAzure

HANG_SECONDS = 900


class Tofu:
    """A configuration, a copy of `main`, and its state; no registry is asked for anything."""

    def __init__(self, azure: LocalAzure, folder: Path, main: Path = AZURERM / "main.tf") -> None:
        self.program = require(AZURERM / "bin" / "tofu", "OpenTofu")
        provider = require(AZURERM / "bin" / "terraform-provider-azurerm", "azurerm")
        self.folder = folder
        (folder / "main.tf").write_text(main.read_text())
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
        """Run a command; what it printed."""
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

    def apply(self, *arguments: str) -> None:
        """Carry out what the configuration says."""
        self("apply", "-input=false", "-no-color", "-auto-approve", *arguments)
