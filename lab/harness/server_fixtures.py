"""The fixture `server` of tests that need local Azure and no engine: one for each module."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
