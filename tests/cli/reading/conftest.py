from __future__ import annotations

from tests.acceptance.conftest import azure, server

__all__ = ["azure", "server"]
