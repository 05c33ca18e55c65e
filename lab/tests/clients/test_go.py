"""The Azure SDK for Go (armcompute), at the api-versions that it takes by itself."""

from __future__ import annotations

import pytest

from harness.client_programs import GO, require
from harness.local_azure import LocalAzure
from tests.clients.migration import SEED, SEEN, polls, seen_by

CLIENT = "armcompute (Go)"


@pytest.fixture(scope="module")
def seed() -> str:
    return SEED


def test_an_image_becomes_a_version(azure: LocalAzure) -> None:
    assert seen_by([require(GO, "The Go client")], azure) == SEEN
    assert polls(azure)["Microsoft.Compute/galleries"] == 1
    assert polls(azure)["Microsoft.Compute/images"] == 1
