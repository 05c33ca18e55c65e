"""The certificate authority and the impatience of the tests of reading."""

from tests.azure.conftest import authority, hurried, trusted

__all__ = ["authority", "hurried", "trusted"]
