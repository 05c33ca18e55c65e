"""How long publishing takes, roughly: from times that were seen in real traffic. Pure.

Seen (docs/reference/azure-galleries.md#times): 127 GB in one region about 19 minutes, 40 GB about 8 minutes, another
region for 40 GB 9 minutes. A line through these is all that this is; Azure promises nothing, and many regions were seen
to take hours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from managed_image_to_gallery.azure.models import ManagedImage
    from managed_image_to_gallery.cli.batches.waves import Job, Wave

_BUILD_SECONDS = 180.0
_BUILD_SECONDS_PER_GB = 7.6
_COPY_SECONDS_PER_GB = 13.9
_DEFAULT_OS_DISK_GB = 127


def seconds_of_job(job: Job) -> float:
    """One version: built in its own region, then copied to the others side by side."""
    size = size_gb(job.image)
    copies = len(set(job.migration.regions) - {job.image.location})
    return _BUILD_SECONDS + size * _BUILD_SECONDS_PER_GB + (size * _COPY_SECONDS_PER_GB if copies else 0)


def seconds_of(waves: Iterable[Wave]) -> float:
    """All waves after each other, each as long as its longest job."""
    return sum(max((seconds_of_job(job) for job in wave), default=0.0) for wave in waves)


def size_gb(image: ManagedImage) -> int:
    """The image's disks together; an OS disk whose size Azure does not say counts as 127 GB."""
    return (image.os_disk_size_gb or _DEFAULT_OS_DISK_GB) + sum(disk.size_gb or 0 for disk in image.data_disks)
