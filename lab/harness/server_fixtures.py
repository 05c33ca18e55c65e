"""Fixtures of tests that need local Azure and no engine: `server` for each module, and `azure`, new for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from harness.local_azure import running_local_azure

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.local_azure import LocalAzure


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[LocalAzure]:
    """A local Azure without a provider beside it, in the time scale of its own."""
    with running_local_azure(tmp_path_factory.mktemp("local-azure")) as azure:
        yield azure


@pytest.fixture
def azure(server: LocalAzure, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> LocalAzure:
    """The server with the seed of the module (`SEED`) and nothing else, in the environment that its clients need."""
    server.reset()
    server.clear_faults()
    server.seed(str(getattr(cast("object", request.module), "SEED", "")))
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    return server
