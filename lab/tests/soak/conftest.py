"""What the tests of the soak's judge share: a local Azure with the documented example in it."""

from soak.fixtures import azure, server

__all__ = ["azure", "server"]
