"""What the tests of continuous integration share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.acceptance.conftest import azure, server
from tests.acceptance.product import ROOT
from tests.ci.runners.machine import machine
from tests.ci.runners.service import running_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ci.runners.machine import Machine
    from tests.ci.runners.service import Service
    from tests.support.local_azure import LocalAzure

__all__ = ["azure", "server"]


@pytest.fixture(scope="session")
def policies() -> None:
    """The environment of the policy pack, as `make policy` makes it: once in this checkout."""
    with FileLock(Path(sys.prefix) / "policy.lock"):
        subprocess.run(["make", "policy"], cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """What the CI service answers."""
    with running_service() as running:
        yield running


@pytest.fixture
def runner(tmp_path: Path, azure: LocalAzure, service: Service, policies: None) -> Machine:
    """A machine for jobs, with the documented example's image in Azure."""
    azure.seed((ROOT / "examples" / "how-to.yaml").read_text())
    service.threads.clear()
    service.calls.clear()
    return machine(tmp_path, azure, service)
