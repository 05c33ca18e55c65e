"""What the tests of faults share: a local Azure per worker, and a provider in a process of its own."""

from soak.fixtures import azure, beginnings, product, provider, server

__all__ = ["azure", "beginnings", "product", "provider", "server"]
