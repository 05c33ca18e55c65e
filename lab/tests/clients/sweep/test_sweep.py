"""Every operation of azure-mgmt-compute's image, gallery, disk, snapshot and machine groups, with generated arguments.

Whatever is asked, local Azure answers: no 5xx, no operation that never ends, no body that the library cannot read, and
where it refuses or does not know, Azure's error envelope. (What a provider keeps without looking at it is answered as
it was sent, as odd as it was: only answers to what was asked rightly are read to the last member.)
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.compute import ComputeManagementClient
from hypothesis import HealthCheck, given, settings

from harness.local_azure import LocalAzure, running_local_azure
from tests.clients.python_clients import COMPUTE, compute_client
from tests.clients.sweep.answers import HANG_SECONDS, azure_error, outcome, refused_members
from tests.clients.sweep.arguments import arguments, takes_body
from tests.clients.sweep.names import SEED
from tests.clients.sweep.operations import Operation, all_operations

CLIENT = f"{COMPUTE} (sweep)"
OPERATIONS = all_operations()
EXAMPLES = 5
ODD_EXAMPLES = 12


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    with running_local_azure(tmp_path_factory.mktemp("azure"), time_scale=0.0001) as running:
        yield running


@pytest.fixture(scope="module")
def client(azure: LocalAzure) -> Generator[ComputeManagementClient]:
    with compute_client(azure, retry_total=0, read_timeout=HANG_SECONDS) as client:
        yield client


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_operation_is_answered(operation: Operation, azure: LocalAzure, client: ComputeManagementClient) -> None:
    @_examples(EXAMPLES)
    @given(arguments(operation, odd=False))
    def ask(sent: dict[str, Any]) -> None:
        found, error = _outcome(operation, azure, client, sent)
        assert error is None or _is_azures(error)
        assert refused_members(found) == []

    ask()


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if takes_body(each)], ids=str)
def test_a_body_that_is_wrong_somewhere_is_answered(
    operation: Operation, azure: LocalAzure, client: ComputeManagementClient
) -> None:
    @_examples(ODD_EXAMPLES)
    @given(arguments(operation, odd=True))
    def ask(sent: dict[str, Any]) -> None:
        _, error = _outcome(operation, azure, client, sent)
        assert error is None or _is_azures(error)

    ask()


def test_the_sweep_meets_the_groups_that_it_is_about() -> None:
    groups = {each.group for each in OPERATIONS}
    assert {"images", "galleries", "gallery_images", "gallery_image_versions"} < groups
    assert {"disks", "snapshots", "virtual_machines", "virtual_machine_scale_sets"} < groups


def _examples(count: int) -> settings:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=checks)


def _is_azures(error: HttpResponseError) -> bool:
    """Whether it is a refusal or a failed operation in Azure's form."""
    return (error.status_code or 0) < 500 and bool(azure_error(error))


def _outcome(
    operation: Operation, azure: LocalAzure, client: ComputeManagementClient, sent: dict[str, Any]
) -> tuple[object, HttpResponseError | None]:
    """One call, of an Azure in which every call finds the same."""
    azure.reset()
    azure.seed(SEED)
    try:
        return outcome(operation.of(client)(**sent)), None
    except HttpResponseError as error:
        return None, error
