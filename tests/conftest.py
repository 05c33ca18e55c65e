"""One local Azure for each worker; every test has its own project, state and resource group in it."""

from harness.engine_fixtures import azure, server

__all__ = ["azure", "server"]
