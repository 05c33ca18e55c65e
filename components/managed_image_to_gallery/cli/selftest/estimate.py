"""What a self test costs, at most, before it begins. Pure.

Prices of storage and transfer in US dollars, rounded up, for the more expensive public regions
(https://azure.microsoft.com/pricing/details/managed-disks and .../bandwidth). Snapshots and versions are paid by what
is written on them, which is almost nothing here; they are counted as full.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.selftest.wanted import DISK_GB

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.selftest.wanted import Wanted

_HOURS_OF_A_MONTH = 730
_VERSION_GB_MONTH = 0.13
_DISK_MONTH = 1.60
"""The smallest standard disk, 32 GB, which smaller ones are paid as."""
_TRANSFER_GB = 0.08
_MACHINE_HOUR = 0.15
_FOR_PROBES = 1
"""The image that the probes make, with its version."""
HOURS = 3
"""For so long everything is counted, though most of it stands for minutes."""


@dataclass(frozen=True)
class Estimate:
    """The cost in US dollars, at most, and what is made for it."""

    dollars: float
    images: int
    versions: int

    def text(self) -> str:
        """For the question."""
        return (
            f"{self.images} managed images of {DISK_GB} GB and {self.versions} copies of versions for up to {HOURS} "
            f"hours cost less than US$ {max(self.dollars, 0.01):.2f}"
        )


def estimate(wanted: Wanted) -> Estimate:
    """What this self test costs at most."""
    images = len(wanted.samples) + _FOR_PROBES
    disks = sum(2 if sample.data_disk else 1 for sample in wanted.samples) + _FOR_PROBES
    copies = len(wanted.regions) * disks
    month = HOURS / _HOURS_OF_A_MONTH
    storage = (2 * disks * DISK_GB + copies * DISK_GB) * _VERSION_GB_MONTH * month + disks * _DISK_MONTH * month
    moved = (len(wanted.regions) - 1) * disks
    dollars = storage + moved * DISK_GB * _TRANSFER_GB + (_MACHINE_HOUR * HOURS if wanted.with_vm else 0)
    return Estimate(dollars, images, len(wanted.regions) * images)
