"""Fixtures of tests that run the engine, for a `conftest`: `azure`, and the `server` behind it.

`server` costs as much to start as a run of the engine. `session_server` is one for each worker, `module_server` one for
each module, where tests leave something behind that a reset does not take away; a `conftest` imports one of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import emptied, engine_azure

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.local_azure import LocalAzure


@pytest.fixture(scope="session", name="server")
def session_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """A local Azure with the stand-in provider beside it, in which everything takes a thousandth of its time."""
    with engine_azure(tmp_path_factory.mktemp("azure")) as azure:
        yield azure


@pytest.fixture(scope="module", name="server")
def module_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """As `session_server`, for one module."""
    with engine_azure(tmp_path_factory.mktemp("azure")) as azure:
        yield azure


@pytest.fixture
def azure(server: LocalAzure) -> LocalAzure:
    """The server with nothing in it."""
    return emptied(server)
