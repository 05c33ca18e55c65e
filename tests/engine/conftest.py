"""One local Azure for each worker; every test has its own project, state and resource group in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import emptied, engine_azure

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.local_azure import LocalAzure


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """A `local-azure serve` with the stand-in provider beside it, in which everything takes a thousandth of its time.

    The session's, because one that starts costs as much as a run of the engine.
    """
    with engine_azure(tmp_path_factory.mktemp("azure")) as azure:
        yield azure


@pytest.fixture
def azure(server: LocalAzure) -> LocalAzure:
    """The server with nothing in it."""
    return emptied(server)
