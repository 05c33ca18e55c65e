"""Each rule of the pack, kept and broken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

import pytest
from policy.gallery_rules.lifetime import end_of_life_faults, missing_tags, unprotected
from policy.gallery_rules.reading import compute_kind, folded
from policy.gallery_rules.references import managed_image_references
from policy.gallery_rules.regions import not_zone_redundant, source_region_missing, too_few_replicas

if TYPE_CHECKING:
    from collections.abc import Mapping

Object: TypeAlias = "Mapping[str, object]"

IMAGE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/old"
VERSION = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/x/images/d/versions/1.0.0"
TODAY = datetime(2026, 1, 1, tzinfo=UTC)


def version(*regions: Object, environment: str = "prod", **profile: object) -> Object:
    return {"tags": {"environment": environment}, "publishingProfile": {"targetRegions": list(regions), **profile}}


def machine(image: str) -> Object:
    return {"storageProfile": {"imageReference": {"id": image}}}


@pytest.mark.parametrize("inputs", [machine(IMAGE), machine(IMAGE.upper()), {"virtualMachineProfile": machine(IMAGE)}])
def test_a_machine_from_a_managed_image_is_refused(inputs: Object) -> None:
    (fault,) = managed_image_references(inputs)
    assert "managed image" in fault


@pytest.mark.parametrize("inputs", [machine(VERSION), {"virtualMachineProfile": machine(VERSION)}, {}])
def test_a_machine_from_a_gallery_or_without_image_passes(inputs: Object) -> None:
    assert not list(managed_image_references(inputs))


def test_the_source_region_must_be_a_target_in_any_spelling() -> None:
    targets = version({"name": "West US 2"}, {"name": "South Central US"})
    inputs = {**targets, "storageProfile": {"source": {"id": IMAGE}}}
    for location in ("southcentralus", "West US 2"):
        assert not list(source_region_missing(inputs, {folded(IMAGE): location}))
    (fault,) = source_region_missing(inputs, {folded(IMAGE.upper()): "North Europe"})
    assert "northeurope" in fault


def test_an_image_of_the_same_name_elsewhere_is_not_the_source() -> None:
    inputs = {**version({"name": "West US 2"}), "storageProfile": {"source": {"id": IMAGE}}}
    namesake = IMAGE.replace("resourceGroups/g", "resourceGroups/another")
    assert not list(source_region_missing(inputs, {folded(namesake): "northeurope"}))
    both = {folded(namesake): "westus2", folded(IMAGE): "northeurope"}
    assert len(list(source_region_missing(inputs, both))) == 1


def test_production_needs_enough_replicas_in_each_region() -> None:
    few, enough = {"name": "West US 2"}, {"name": "South Central US", "regionalReplicaCount": 2.0}
    (fault,) = too_few_replicas(version(few, enough), 2)
    assert "1 replicas in westus2" in fault
    assert not list(too_few_replicas(version(few, enough, environment="dev"), 2))
    assert not list(too_few_replicas(version(few, enough, replicaCount=3.0), 2))


def test_production_is_zone_redundant_where_there_are_zones() -> None:
    local, zoned = {"name": "West US 2"}, {"name": "South Central US", "storageAccountType": "Standard_ZRS"}
    (fault,) = not_zone_redundant(version(local, zoned), [])
    assert "Standard_LRS in westus2" in fault
    assert not list(not_zone_redundant(version(local, zoned), ["West US 2"]))
    assert not list(not_zone_redundant(version(local, zoned, storageAccountType="Standard_ZRS"), []))
    assert not list(not_zone_redundant(version(local, zoned, environment="dev"), []))


@pytest.mark.parametrize(
    ("date", "said"),
    [(None, "not set"), ("soon", "no date"), ("2026-04-11", "more than 90 days"), ("2027-01-01T00:00:00Z", "90 days")],
)
def test_an_end_of_life_that_is_missing_or_too_far_is_refused(date: str | None, said: str) -> None:
    (fault,) = end_of_life_faults(version(endOfLifeDate=date), TODAY, 90)
    assert said in fault


@pytest.mark.parametrize("date", ["2026-04-01", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00+00:00"])
def test_an_end_of_life_in_time_passes(date: str) -> None:
    assert not list(end_of_life_faults(version(endOfLifeDate=date), TODAY, 90))


def test_required_tags() -> None:
    faults = list(missing_tags(version(), ["environment", "owner"]))
    assert len(faults) == 1
    assert "owner" in faults[0]


@pytest.mark.parametrize(("protect", "first", "faults"), [(True, False, 0), (False, False, 1), (True, True, 1)])
def test_a_version_must_be_protected(protect: bool, first: bool, faults: int) -> None:
    assert len(list(unprotected(protect=protect, delete_before_replace=first))) == faults


@pytest.mark.parametrize(
    ("resource_type", "kind"),
    [
        ("azure-native:compute:Image", "Image"),
        ("azure-native:compute/v20240303:Image", "Image"),
        ("azure-native:network:Image", None),
        ("managed-image-to-gallery:index:ManagedImageToGallery", None),
        ("pulumi:pulumi:Stack", None),
    ],
)
def test_kinds_are_read_without_their_api_version(resource_type: str, kind: str | None) -> None:
    assert compute_kind(resource_type) == kind
