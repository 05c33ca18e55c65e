"""Every operation of azure-mgmt-compute's image, gallery, disk, snapshot and machine groups, with generated arguments.

Whatever is asked, local Azure answers: no 5xx, no operation that never ends, no body that the library cannot read, and
where it refuses or does not know, Azure's error envelope.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.compute import ComputeManagementClient
from hypothesis import HealthCheck, given, settings

from tests.clients.python_clients import COMPUTE, credential, endpoint
from tests.clients.sweep.answers import HANG_SECONDS, azure_error, outcome, refused_members
from tests.clients.sweep.arguments import arguments, takes_body
from tests.clients.sweep.names import SEED
from tests.clients.sweep.operations import Operation, all_operations
from tests.support.local_azure import LocalAzure, running_local_azure

CLIENT = f"{COMPUTE} (sweep)"
OPERATIONS = all_operations()
EXAMPLES = 5
ODD_EXAMPLES = 12


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    with running_local_azure(
        tmp_path_factory.mktemp("azure"), time_scale=0.0001, options=["--no-throttling"]
    ) as running:
        yield running


@pytest.fixture(scope="module")
def client(azure: LocalAzure) -> Generator[ComputeManagementClient]:
    options = {"retry_total": 0, "read_timeout": HANG_SECONDS}
    with credential(azure) as caller:
        with ComputeManagementClient(caller, azure.subscription, **endpoint(azure), **options) as client:
            yield client


@pytest.fixture
def seeded(azure: LocalAzure) -> LocalAzure:
    azure.reset()
    azure.seed(SEED)
    return azure


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_operation_is_answered(operation: Operation, seeded: LocalAzure, client: ComputeManagementClient) -> None:
    @_examples(EXAMPLES)
    @given(arguments(operation, odd=False))
    def ask(sent: dict[str, Any]) -> None:
        _ask(operation, client, sent)

    ask()


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if takes_body(each)], ids=str)
def test_a_body_that_is_wrong_somewhere_is_answered(
    operation: Operation, seeded: LocalAzure, client: ComputeManagementClient
) -> None:
    @_examples(ODD_EXAMPLES)
    @given(arguments(operation, odd=True))
    def ask(sent: dict[str, Any]) -> None:
        _ask(operation, client, sent)

    ask()


def test_the_sweep_meets_the_groups_that_it_is_about() -> None:
    groups = {each.group for each in OPERATIONS}
    assert {"images", "galleries", "gallery_images", "gallery_image_versions"} < groups
    assert {"disks", "snapshots", "virtual_machines", "virtual_machine_scale_sets"} < groups


def _examples(count: int) -> settings:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=checks)


def _ask(operation: Operation, client: ComputeManagementClient, sent: dict[str, Any]) -> None:
    try:
        found = outcome(operation.of(client)(**sent))
    except HttpResponseError as error:
        assert (error.status_code or 0) < 500, str(error)
        azure_error(error)
    else:
        assert refused_members(found) == []
