"""Fixtures of tests that run the engine, for a `conftest`: `azure`, and the `server` behind it, one for each worker.

`server` costs as much to start as several runs of the engine, so all tests of a worker share it. A reset takes away
what a test left in it, except who may sign in and the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.local_azure import LocalAzure


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """A local Azure with the stand-in provider beside it, in which everything takes a thousandth of its time."""
    from harness.engine_azure import engine_azure  # a test that needs no server starts without it

    with engine_azure(tmp_path_factory.mktemp("azure")) as azure:
        yield azure


@pytest.fixture
def azure(server: LocalAzure) -> LocalAzure:
    """The server with nothing in it."""
    from harness.engine_azure import emptied

    return emptied(server)
