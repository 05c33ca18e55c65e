"""May a managed image be published as planned? Azure's own rules, applied before the first write.

Azure accepts many mistakes with a 201 and fails minutes later, or names another cause: an image in another region is
"not found", a wrong generation is an asynchronous Conflict (docs/reference/azure-galleries.md#sources). Here each is
found at once and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure import limits
from managed_image_to_gallery.azure.models import SUCCEEDED

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.models import ImageDefinition, ManagedImage


@dataclass(frozen=True)
class Publication:
    """What is to be published, as far as it concerns the image. Regions are canonical.

    version_location: the region of the image version; it must be the image's own.
    os_type, hyper_v_generation, architecture: what the config says of the definition; None where it says nothing.
    security_type: the definition's feature SecurityType; None where there is none.
    max_data_disk_size_gb: the largest data disk that the config allows.
    """

    version_location: str
    target_regions: tuple[str, ...]
    os_type: str | None = None
    hyper_v_generation: str | None = None
    architecture: str | None = None
    security_type: str | None = None
    replication_mode: str = "Full"
    max_data_disk_size_gb: int = limits.DOCUMENTED_MAX_DATA_DISK_SIZE_GB


@dataclass(frozen=True)
class Finding:
    """A rule that an image breaks: its stable id, what was expected and found, and what to do."""

    rule: str
    expected: str
    found: str
    remedy: str

    def text(self) -> str:
        """The finding in one line."""
        return f"{self.said()} {self.remedy}"

    def said(self) -> str:
        """The same without what to do about it."""
        return f"{self.rule}: expected {self.expected}; found {self.found}."


def ineligibilities(
    image: ManagedImage, publication: Publication, definition: ImageDefinition | None = None
) -> list[Finding]:
    """Every reason for which Azure would not publish the image this way; [] when it would.

    `definition` is the existing image definition, None when it is yet to be made.
    """
    return [
        *_state(image),
        *_regions(image, publication),
        *_planned_definition(image, publication),
        *(_existing_definition(image, definition) if definition else []),
        *(_disks(image, publication) if publication.replication_mode == "Full" else []),
    ]


def _rule(*, broken: bool, rule: str, expected: str, found: str, remedy: str) -> list[Finding]:
    return [Finding(rule, expected, found, remedy)] if broken else []


def _state(image: ManagedImage) -> list[Finding]:
    return [
        *_rule(
            broken=image.provisioning_state != SUCCEEDED,
            rule="image-succeeded",
            expected=f"provisioningState {SUCCEEDED}",
            found=image.provisioning_state,
            remedy="Wait until the image is finished, or make it again if it failed.",
        ),
        *_rule(
            broken=image.os_state.lower() != limits.REQUIRED_OS_STATE.lower(),
            rule="image-generalized",
            expected=f"osState {limits.REQUIRED_OS_STATE}",
            found=image.os_state,
            remedy="Only generalized managed images can be published; generalize the machine and capture it again.",
        ),
    ]


def _regions(image: ManagedImage, publication: Publication) -> list[Finding]:
    return [
        *_rule(
            broken=image.location != publication.version_location,
            rule="version-in-image-region",
            expected=f"an image version in {image.location}, where the image is",
            found=publication.version_location,
            remedy="A version is made in its image's region and replicated from there.",
        ),
        *_rule(
            broken=publication.version_location not in publication.target_regions,
            rule="own-region-among-targets",
            expected=f"{publication.version_location} among the target regions",
            found=", ".join(publication.target_regions) or "none",
            remedy=f"Add {publication.version_location} to targetRegions.",
        ),
    ]


def _planned_definition(image: ManagedImage, publication: Publication) -> list[Finding]:
    wanted_os, wanted_generation = publication.os_type, publication.hyper_v_generation
    architecture, security_type = publication.architecture or "x64", publication.security_type or ""
    needs_gallery_image = {name.lower() for name in limits.SECURITY_TYPES_WITHOUT_MANAGED_IMAGES}
    return [
        *_matches("configured-os-type", "osType", image.os_type, wanted_os),
        *_matches("configured-generation", "hyperVGeneration", image.hyper_v_generation, wanted_generation),
        *_rule(
            broken=architecture.lower() != "x64",
            rule="architecture-x64",
            expected="architecture x64",
            found=architecture,
            remedy="Managed images are always x64; leave architecture out.",
        ),
        *_rule(
            broken=security_type.lower() in needs_gallery_image,
            rule="security-type",
            expected="a SecurityType that managed images can fulfil",
            found=security_type,
            remedy="Managed images carry no trusted launch state; use TrustedLaunchSupported or none.",
        ),
    ]


def _existing_definition(image: ManagedImage, definition: ImageDefinition) -> list[Finding]:
    return [
        *_matches("definition-os-type", "osType", image.os_type, definition.os_type),
        *_matches("definition-os-state", "osState", image.os_state, definition.os_state),
        *_matches("definition-generation", "hyperVGeneration", image.hyper_v_generation, definition.hyper_v_generation),
        *_matches("definition-architecture", "architecture", "x64", definition.architecture),
    ]


def _matches(rule: str, field: str, of_image: str, of_definition: str | None) -> list[Finding]:
    return _rule(
        broken=of_definition is not None and of_definition.lower() != of_image.lower(),
        rule=rule,
        expected=f"{field} {of_image} as the image",
        found=f"{field} {of_definition}",
        remedy="A definition's fields cannot be changed; correct the config or use another definition.",
    )


_TOO_LARGE = (
    f"No setting helps: Azure copies no disk larger than {limits.MAX_DATA_DISK_SIZE_GB} GB into a gallery. Make a "
    "machine from the image, move what it needs to smaller disks, capture it as another image and publish that. A disk "
    "that only holds data can be kept as a snapshot of its own. Until then the image stays."
)
"""What can be done about a disk that no gallery takes.

Source: docs/reference/azure-errors.md#disk-larger-than-a-gallery-takes.
"""


def _disks(image: ManagedImage, publication: Publication) -> list[Finding]:
    os_disk = image.os_disk_size_gb or 0
    findings = _rule(
        broken=os_disk > limits.MAX_OS_DISK_SIZE_GB,
        rule="os-disk-size",
        expected=f"an OS disk of at most {limits.MAX_OS_DISK_SIZE_GB} GB",
        found=f"{os_disk} GB",
        remedy=_TOO_LARGE,
    )
    for disk in image.data_disks:
        size = disk.size_gb or 0
        findings += _rule(
            broken=size > publication.max_data_disk_size_gb,
            rule="data-disk-size",
            expected=f"data disks of at most {publication.max_data_disk_size_gb} GB",
            found=f"{size} GB at LUN {disk.lun}",
            remedy=f"Raise maxDataDiskSizeGB to {size} or more; Azure takes up to {limits.MAX_DATA_DISK_SIZE_GB} GB."
            if size <= limits.MAX_DATA_DISK_SIZE_GB
            else _TOO_LARGE,
        )
    return findings
