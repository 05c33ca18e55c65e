"""Reading inputs of azure-native resources, whatever API version their type names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

Inputs: TypeAlias = Mapping[str, object]
"""Inputs in the schema's spelling (camelCase), as the engine sends them: numbers are floats."""

VERSION = "GalleryImageVersion"
IMAGE = "Image"
COMPONENT = "managed-image-to-gallery:index:ManagedImageToGallery"
MACHINES = ("VirtualMachine", "VirtualMachineScaleSet")


def compute_kind(resource_type: str) -> str | None:
    """`Image` for `azure-native:compute:Image` and for `azure-native:compute/v…:Image`; nothing for other modules."""
    parts = resource_type.split(":")
    if len(parts) != 3 or parts[0] != "azure-native" or parts[1].split("/")[0] != "compute":
        return None
    return parts[2]


def at(inputs: object, *path: str) -> object:
    """The value at `path`, or nothing where a part of the way is missing."""
    for key in path:
        if not isinstance(inputs, Mapping):
            return None
        inputs = cast("Inputs", inputs).get(key)
    return inputs


def objects_at(inputs: Inputs, *path: str) -> list[Inputs]:
    """The objects of the list at `path`; none where there is no list."""
    value = at(inputs, *path)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [cast("Inputs", one) for one in cast("Sequence[object]", value) if isinstance(one, Mapping)]


def region(name: object) -> str:
    """A region in Azure's canonical spelling: `southcentralus` for `South Central US`."""
    return str(name or "").replace(" ", "").lower()


def folded(resource_id: object) -> str:
    """An id as it is compared with others: Azure answers one in whatever case somebody once wrote it."""
    return str(resource_id or "").strip("/").lower()
