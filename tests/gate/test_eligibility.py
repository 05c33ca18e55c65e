from __future__ import annotations

from dataclasses import replace

import pytest

from managed_image_to_gallery.azure import wire
from managed_image_to_gallery.azure.models import DataDisk, ImageDefinition, ManagedImage
from managed_image_to_gallery.gate.eligibility import Publication, ineligibilities
from tests.azure import bodies

PUBLICATION = Publication(version_location="eastus2", target_regions=("eastus2", "westus2"))


def image() -> ManagedImage:
    return wire.managed_image(bodies.image_body())


def definition() -> ImageDefinition:
    return wire.image_definition(bodies.definition_body())


def test_a_generalized_image_in_its_own_region_is_eligible() -> None:
    assert ineligibilities(image(), PUBLICATION) == []
    assert ineligibilities(image(), PUBLICATION, definition()) == []


@pytest.mark.parametrize(
    ("candidate", "rule"),
    [
        (replace(image(), provisioning_state="Creating"), "image-succeeded"),
        (replace(image(), os_state="Specialized"), "image-generalized"),
        (replace(image(), location="westus2"), "version-in-image-region"),
        (replace(image(), os_disk_size_gb=2049), "os-disk-size"),
        (replace(image(), data_disks=(DataDisk(0, 1024), DataDisk(1, 1025))), "data-disk-size"),
    ],
)
def test_each_fault_of_the_image_is_found(candidate: ManagedImage, rule: str) -> None:
    assert [finding.rule for finding in ineligibilities(candidate, PUBLICATION)] == [rule]


@pytest.mark.parametrize(
    ("publication", "rule"),
    [
        (replace(PUBLICATION, target_regions=("westus2",)), "own-region-among-targets"),
        (replace(PUBLICATION, target_regions=()), "own-region-among-targets"),
        (replace(PUBLICATION, os_type="Windows"), "configured-os-type"),
        (replace(PUBLICATION, hyper_v_generation="V2"), "configured-generation"),
        (replace(PUBLICATION, architecture="Arm64"), "architecture-x64"),
        (replace(PUBLICATION, security_type="trustedlaunch"), "security-type"),
    ],
)
def test_each_fault_of_the_plan_is_found(publication: Publication, rule: str) -> None:
    assert [finding.rule for finding in ineligibilities(image(), publication)] == [rule]


@pytest.mark.parametrize(
    ("existing", "rule"),
    [
        (replace(definition(), os_type="Windows"), "definition-os-type"),
        (replace(definition(), os_state="Specialized"), "definition-os-state"),
        (replace(definition(), hyper_v_generation="V2"), "definition-generation"),
        (replace(definition(), architecture="Arm64"), "definition-architecture"),
    ],
)
def test_an_existing_definition_that_does_not_fit_is_found(existing: ImageDefinition, rule: str) -> None:
    (finding,) = ineligibilities(image(), PUBLICATION, existing)

    assert finding.rule == rule
    assert "as the image" in finding.text()


def test_larger_disks_are_allowed_where_the_config_or_a_shallow_version_allows_them() -> None:
    large = replace(image(), data_disks=(DataDisk(0, 2048),))

    assert ineligibilities(large, replace(PUBLICATION, max_data_disk_size_gb=2048)) == []
    assert ineligibilities(large, replace(PUBLICATION, replication_mode="Shallow")) == []


@pytest.mark.parametrize(("size", "helps"), [(1025, True), (2048, True), (2049, False), (4095, False)])
def test_the_setting_is_named_only_where_it_helps(size: int, helps: bool) -> None:
    (finding,) = ineligibilities(replace(image(), data_disks=(DataDisk(3, size),)), PUBLICATION)

    assert finding.found == f"{size} GB at LUN 3"
    assert (f"Raise maxDataDiskSizeGB to {size}" in finding.remedy) is helps
    assert ("No setting helps" in finding.remedy) is not helps
    assert "2048 GB" in finding.remedy


def test_supported_security_types_and_sizes_not_yet_read_are_no_fault() -> None:
    unread = replace(image(), os_disk_size_gb=None, data_disks=(DataDisk(0, None),))

    assert ineligibilities(unread, replace(PUBLICATION, security_type="TrustedLaunchSupported")) == []
