"""What the tests of continuous integration share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.product import ROOT
from tests.ci.runners.machine import machine
from tests.ci.runners.service import running_service
from tests.policy.environment import make_policy_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.local_azure import LocalAzure
    from tests.ci.runners.machine import Machine
    from tests.ci.runners.service import Service


@pytest.fixture(scope="session")
def policies() -> None:
    """The environment of the policy pack, as `make policy` makes it: once in this checkout."""
    make_policy_environment()


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """What the CI service answers."""
    with running_service() as running:
        yield running


@pytest.fixture
def runner(policies: None, reader: Machine) -> Machine:
    """A machine for jobs that policies judge."""
    return reader


@pytest.fixture
def reader(tmp_path: Path, azure: LocalAzure, service: Service) -> Machine:
    """A machine for jobs that only look, with the documented example's image in Azure."""
    azure.seed((ROOT / "examples" / "how-to.yaml").read_text())
    service.threads.clear()
    service.calls.clear()
    return machine(tmp_path, azure, service)
