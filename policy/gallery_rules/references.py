"""Machines are made from gallery image versions, not from managed images that are about to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reading import Inputs

_WHERE = (
    ("storageProfile", "imageReference", "id"),
    ("virtualMachineProfile", "storageProfile", "imageReference", "id"),
)


def managed_image_references(inputs: Inputs) -> Iterator[str]:
    """A fault for each managed image that a virtual machine or scale set is made from."""
    for path in _WHERE:
        image = str(at(inputs, *path) or "")
        if "/providers/microsoft.compute/images/" in image.lower():
            yield (
                f"{'.'.join(path)} is the managed image {image}, which will be deleted. "
                "Name an image version in a gallery (…/galleries/…/images/…/versions/…) instead."
            )
