"""The clients that are programs of their own: where `make test-clients` puts them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

CLIENTS = Path(__file__).parents[1] / "clients"
AZ = CLIENTS / "azure-cli" / ".venv" / "bin" / "az"
JAVASCRIPT = CLIENTS / "javascript"
GO = CLIENTS / "go" / "bin" / "go-client"
ANSIBLE = CLIENTS / "ansible"
JAVA = CLIENTS / "java"
AZURERM = CLIENTS / "azurerm"


def require(program: Path, what: str) -> Path:
    """The program; a test without it fails, because a client that did not judge has not agreed."""
    if not program.exists():
        pytest.fail(f"{what} is not installed ({program} is missing). Install the clients with: make -C lab/clients")
    return program


def require_on_path(name: str, what: str) -> str:
    """A program that the machine has to bring."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{what} is needed for this test: there is no {name} on PATH.")
    return found


def require_java() -> str:
    """Java; without it a test is skipped, and fails in continuous integration."""
    if not os.environ.get("CI") and not (shutil.which("java") and shutil.which("mvn")):
        pytest.skip("The Java client is left out: it needs Java 17 and Maven, and there is no java or no mvn on PATH.")
    return require_on_path("java", "Java")
