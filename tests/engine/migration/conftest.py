"""The product's own program, unchanged, against a local Azure that each test has to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.local_azure import LocalAzure, running_local_azure

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """A local Azure with its provider for each worker, in which everything takes a thousandth of its time."""
    with running_local_azure(tmp_path_factory.mktemp("migration-azure"), provider=True) as azure:
        yield azure


@pytest.fixture
def azure(server: LocalAzure) -> LocalAzure:
    """The server with nothing in it."""
    server.reset()
    server.clear_faults()
    return server
