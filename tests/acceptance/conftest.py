"""What the acceptance tests share: one local Azure with its provider per module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.local_azure import LocalAzure, running_local_azure
from tests.support.warm_programs import warm_programs

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure in which everything takes a thousandth of its time."""
    folder = tmp_path_factory.mktemp("azure")
    with running_local_azure(folder, provider=True) as azure, warm_programs(folder) as variables:
        azure.env.update(variables)
        yield azure


@pytest.fixture
def azure(server: LocalAzure) -> LocalAzure:
    """The server without anything in it."""
    server.reset()
    server.clear_faults()
    return server
