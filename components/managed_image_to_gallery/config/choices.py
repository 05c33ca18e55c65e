"""The values that the config may choose among, as Azure spells them. Nothing here needs Pulumi, so it loads at once."""

from __future__ import annotations

from enum import Enum


class Stage(str, Enum):
    """Where a migration stands."""

    PUBLISHED = "published"
    """The source image is adopted and protected; the version is made from it and replicated."""
    VALIDATED = "validated"
    """The gate has passed and its evidence is stored; the source image is no longer protected."""
    RETIRED = "retired"
    """The source image is no longer declared: the engine deletes it if the gate passes once more."""


class OsType(str, Enum):
    """The operating system of a definition."""

    WINDOWS = "Windows"
    """Windows."""
    LINUX = "Linux"
    """Linux."""


class OsState(str, Enum):
    """Whether the images of a definition are generalized; those from managed images always are."""

    GENERALIZED = "Generalized"
    """Prepared (Sysprep, waagent -deprovision) so that every VM gets its own identity."""
    SPECIALIZED = "Specialized"
    """Not prepared. No version of a managed image can be made in such a definition."""


class HyperVGeneration(str, Enum):
    """The Hyper-V generation of a definition."""

    V1 = "V1"
    """BIOS."""
    V2 = "V2"
    """UEFI."""


class Architecture(str, Enum):
    """The processor architecture of a definition."""

    X64 = "x64"
    """AMD and Intel, 64 bit. The only one that managed images have."""
    ARM64 = "Arm64"
    """ARM, 64 bit. No managed image has it."""


class ReplicationMode(str, Enum):
    """Whether a version is a copy of its own."""

    FULL = "Full"
    """A full copy in every target region."""
    SHALLOW = "Shallow"
    """No copy: the version goes on depending on its source, which therefore can never be retired."""


class ReferenceSweep(str, Enum):
    """What Azure Resource Graph is asked about, beside the lists of single kinds."""

    SEARCHED = "searched"
    """The subscriptions that are searched anyway."""
    ALL = "all"
    """Every subscription that the identity sees."""
    NONE = "none"
    """Nothing: only the kinds that have lists of their own are found."""
