"""Managed disks and snapshots: `errors`, `creation` (what one is made from), `types`."""

from local_azure.disks.types import TYPES

__all__ = ["TYPES"]
