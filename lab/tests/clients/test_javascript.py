"""`@azure/arm-compute`, at the api-versions that it takes by itself."""

from __future__ import annotations

import pytest

from harness.client_programs import JAVASCRIPT, require, require_on_path
from harness.local_azure import LocalAzure
from tests.clients.migration import SEED, SEEN, polls, seen_by

CLIENT = "@azure/arm-compute"


@pytest.fixture(scope="module")
def seed() -> str:
    return SEED


def test_an_image_becomes_a_version(azure: LocalAzure) -> None:
    node = require_on_path("node", "Node.js")
    require(JAVASCRIPT / "node_modules" / "@azure" / "arm-compute", "@azure/arm-compute")

    assert seen_by([node, JAVASCRIPT / "migrate.js"], azure) == SEEN
    # It knows no waiting time under a second and would wait 2 s before a second poll: there must be none.
    assert polls(azure)["Microsoft.Compute/galleries"] == 1
    assert polls(azure)["Microsoft.Compute/galleries/images"] == 1
    assert polls(azure)["Microsoft.Compute/images"] == 1
