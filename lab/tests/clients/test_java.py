"""azure-resourcemanager-compute (Java), at the api-versions that it takes by itself."""

from __future__ import annotations

import pytest

from harness.client_programs import JAVA, require, require_java
from harness.local_azure import LocalAzure
from tests.clients.migration import SEED, SEEN, seen_by

CLIENT = "azure-resourcemanager-compute (Java)"


@pytest.fixture(scope="module")
def seed() -> str:
    return SEED


def test_an_image_becomes_a_version(azure: LocalAzure) -> None:
    java = require_java()
    libraries = require(JAVA / "lib" / "installed", "The Java client").parent

    assert seen_by([java, "-cp", str(libraries / "*"), str(JAVA / "Migrate.java")], azure) == SEEN
