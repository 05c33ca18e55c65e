"""What the acceptance tests share: one local Azure with its provider per module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import emptied, engine_azure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.local_azure import LocalAzure


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure in which everything takes a thousandth of its time."""
    with engine_azure(tmp_path_factory.mktemp("azure")) as azure:
        yield azure


@pytest.fixture
def azure(server: LocalAzure) -> LocalAzure:
    """The server without anything in it."""
    return emptied(server)
