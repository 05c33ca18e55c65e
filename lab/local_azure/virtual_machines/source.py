"""What a machine starts from, whatever it is: an image with its disks, its operating system and what it demands."""

from __future__ import annotations

from dataclasses import dataclass, field

from local_azure.arm.json_types import Json


@dataclass(frozen=True)
class SourceDisk:
    """A data disk that a machine gets from its image."""

    lun: int
    size_gb: int
    caching: str = "None"


@dataclass(frozen=True)
class Source:
    """What the image says. `kind` decides how disks are named; `plan` is `{"name", "publisher", "product"}`.

    `reference_members` is what Azure answers beside the reference that was sent (`exactVersion`, put first).
    `guest` is what the image says of the machine that runs it (see `guest`).
    """

    kind: str
    os_type: str
    os_disk_gb: int
    os_caching: str = "ReadWrite"
    generation: str = "V1"
    specialized: bool = False
    data_disks: tuple[SourceDisk, ...] = ()
    plan: Json | None = None
    security_type: str | None = None
    exact_version: str | None = None
    guest: Json = field(default_factory=dict[str, object])


MANAGED = "Microsoft.Compute/images"
DEFINITION = "Microsoft.Compute/galleries/images"
VERSION = "Microsoft.Compute/galleries/images/versions"
PLATFORM = "platform"
ATTACHED = "attached"
