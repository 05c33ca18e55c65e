"""Checks that compare with the image: the version has its disks, and the definition makes machines of its kind.

The disks are a second proof of what the version holds, apart from the id that it names as its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import OS_DISK, data_disk
from managed_image_to_gallery.gate.checks.check import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from managed_image_to_gallery.azure.models import ImageVersion, ManagedImage
    from managed_image_to_gallery.gate.checks.facts import GateFacts


def disks_match_image(facts: GateFacts) -> Judgement:
    """The version has the image's disks: an OS disk and the same LUNs, each as large as the image says.

    Sizes: `diskSizeGB` of the image equals `sizeInGB` of the version in every recording of both
    (docs/reference/azure-galleries.md#managed-images). A finished version tells every size, so one that it does not
    tell is not proven. An image made from blobs may go without for ever, and is not held up for it.
    """
    wanted, found = _sizes_of_image(facts.image), _sizes_of_version(facts.version)
    differences = list(_differences(wanted, found))
    untold = [disk for disk, size in wanted.items() if not size]
    note = f" (Azure tells no size of the image's {', '.join(untold)})" if untold else ""
    return Judgement(
        passed=not differences,
        expected=f"the image's disks: {_listed(wanted)}",
        found="; ".join(differences) or f"{_listed(found)}{note}",
        remedy="The version does not hold this image. Wait if it is not finished; else publish the source under "
        "another version number.",
    )


def definition_matches_image(facts: GateFacts) -> Judgement:
    """OS type, OS state and Hyper-V generation of the definition equal the image's.

    Source: docs/reference/azure-galleries.md#definition-fields.
    """
    image, definition = facts.image, facts.definition
    expected = f"{image.os_type}, {image.os_state}, {image.hyper_v_generation}"
    found = f"{definition.os_type}, {definition.os_state}, {definition.hyper_v_generation}"
    return Judgement(
        passed=expected.lower() == found.lower(),
        expected=f"a definition for {expected} as the image",
        found=f"a definition for {found}",
        remedy="These cannot be changed. Publish the source into a definition that matches it.",
    )


def _differences(wanted: dict[str, int | None], found: dict[str, int | None]) -> Iterator[str]:
    for disk in sorted({*wanted, *found}):
        size, of_image = found.get(disk), wanted.get(disk)
        if disk not in found:
            yield f"{disk} is not in the version"
        elif disk not in wanted:
            yield f"{disk} is not in the image"
        elif not size:
            yield f"Azure tells no size of the version's {disk}"
        elif of_image and size != of_image:
            yield f"{disk} has {size} GB, the image's has {of_image} GB"


def _sizes_of_image(image: ManagedImage) -> dict[str, int | None]:
    return {OS_DISK: image.os_disk_size_gb, **{data_disk(disk.lun): disk.size_gb for disk in image.data_disks}}


def _sizes_of_version(version: ImageVersion) -> dict[str, int | None]:
    return {OS_DISK: version.os_disk_size_gb, **{data_disk(disk.lun): disk.size_gb for disk in version.data_disks}}


def _listed(sizes: dict[str, int | None]) -> str:
    return ", ".join(f"{disk} of {f'{size} GB' if size else 'no known size'}" for disk, size in sizes.items())
