"""A local Azure in the test's own process, for every family's tests over HTTP."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from harness.local_azure import InProcessAzure


@pytest.fixture
def azure() -> Generator[InProcessAzure]:
    """An empty local Azure at time scale 1 whose clock stands still."""
    started = InProcessAzure()
    yield started
    started.close()
