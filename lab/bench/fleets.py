"""Fleets of equal images: the seed of local Azure and the stack's config for N migrations to three regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from harness.engine_project import JsonObject

GROUP, GALLERY = "fleet", "fleetGallery"
REGIONS = ["South Central US", "West US 2", "East US"]
DISK_GB = 40
"""The size whose replication was timed in real traffic: about 8 minutes to one region (local_azure durations)."""
LARGEST_STACK = 500
"""About as many entries as a stack's config has room for (docs/fleets.md, "How large a stack gets")."""


def image_name(number: int) -> str:
    """Name of one image of a fleet."""
    return f"image{number:05}"


def numbers(count: int, first: int = 0) -> range:
    """The images of a fleet, or of one of its parts."""
    return range(first, first + count)


def parts(images: range, largest: int = LARGEST_STACK) -> list[range]:
    """One range for each stack, as few and as equal as they can be with at most `largest` images in one."""
    stacks = -(-len(images) // largest)
    size = -(-len(images) // stacks)
    return [images[start : start + size] for start in range(0, len(images), size)]


def seed(images: range) -> str:
    """YAML that `local-azure serve --seed` reads: the images, and one empty gallery."""
    size = {"osDiskSizeGB": DISK_GB}
    listed = [
        {"resourceGroup": GROUP, "name": image_name(each), "osType": "Linux", "hyperVGeneration": "V2", **size}
        for each in images
    ]
    groups = {GROUP: {"location": "southcentralus"}}
    galleries = [{"resourceGroup": GROUP, "name": GALLERY}]
    return yaml.safe_dump({"resourceGroups": groups, "images": listed, "galleries": galleries})


def migration(number: int, stage: str) -> JsonObject:
    """One entry of the stack's config: a definition of its own with one version."""
    name = image_name(number)
    return {
        "stage": stage,
        "source": {"resourceGroup": GROUP, "name": name},
        "definition": {"name": f"{name}-definition", "publisher": "bench", "offer": "fleet", "sku": name},
        "version": "1.0.0",
    }


def config(images: range, stage: str) -> JsonObject:
    """The project's keys of a stack with one migration for each image."""
    return {
        "gallery": {"resourceGroup": GROUP, "name": GALLERY},
        "defaults": {"targetRegions": [{"name": region} for region in REGIONS]},
        "migrations": [migration(number, stage) for number in images],
    }
