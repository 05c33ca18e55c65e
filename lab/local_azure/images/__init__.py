"""Managed images (`Microsoft.Compute/images`): made from a virtual machine, a disk, a snapshot or a blob.

`errors` is the table of refusals, `rules` what is asked of a body, `disks_of` what is read of the source's disks,
`types` the resource type.
"""

from local_azure.images.types import TYPES

__all__ = ["TYPES"]
