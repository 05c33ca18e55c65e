"""What the acceptance tests share: one local Azure with its provider per module."""

from harness.engine_fixtures import azure
from harness.engine_fixtures import module_server as server

__all__ = ["azure", "server"]
