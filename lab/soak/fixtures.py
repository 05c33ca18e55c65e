"""Fixtures of tests that interrupt, for a `conftest`: a local Azure per worker, a provider in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.engine_azure import emptied
from harness.local_azure import LocalAzure
from harness.product import Product, seed
from soak.azure import Provider, soak_azure
from soak.beginnings import Beginnings

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[LocalAzure, Provider]]:
    """Both, for the session: they cost as much to start as a run of the engine."""
    with soak_azure(tmp_path_factory.mktemp("local-azure")) as azure_and_provider:
        yield azure_and_provider


@pytest.fixture
def provider(server: tuple[LocalAzure, Provider]) -> Provider:
    """The provider, running, whoever killed it before."""
    server[1].ensure()
    return server[1]


@pytest.fixture
def azure(server: tuple[LocalAzure, Provider]) -> LocalAzure:
    """The server with nothing but the documented example in it."""
    azure = emptied(server[0])
    azure.seed(seed())
    return azure


@pytest.fixture
def product(azure: LocalAzure, provider: Provider, tmp_path: Path) -> Product:  # noqa: ARG001 - it has to run
    """A stack of the documented example, not yet updated."""
    return Product.of(tmp_path, azure)


@pytest.fixture(scope="session")
def beginnings(server: tuple[LocalAzure, Provider], tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """States that stacks begin with, each made once."""
    return Beginnings(server[0], tmp_path_factory.mktemp("beginnings"))
