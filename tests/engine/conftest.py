"""One local Azure for each worker; every test has its own project, state and resource group in it."""

from harness.engine_fixtures import azure
from harness.engine_fixtures import session_server as server

__all__ = ["azure", "server"]
