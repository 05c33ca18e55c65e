"""Which regions there are is what the subscription's own list says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from managed_image_to_gallery.azure.errors import AccessDenied, SignInFailed
from managed_image_to_gallery.azure.regions import REGIONS, Region
from managed_image_to_gallery.component.live_reads import AzureReadFailed
from tests.component.recording import record
from tests.component.stacks import NAME, as_config, entry, program, stack_of
from tests.component.test_live_rules import faults_of

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from tests.component.told_azure import ToldAzure

OPENED = Region("eastus9", "East US 9", has_availability_zones=True)


def migrated_to(*names: str, **said: Json) -> JsonObject:
    """A stack with one migration into the image's region and these."""
    regions: list[Json] = [{"name": "East US 2"}, *({"name": name, **said} for name in names)]
    return stack_of(entry(targetRegions=regions))


def sent(stack: JsonObject) -> list[object]:
    """The target regions of the version, as they are sent."""
    recording = record(program, config=as_config(stack), stashed={}, preview=True)
    assert recording.error is None
    profile: Any = recording.inputs(f"{NAME}-version")["publishingProfile"]
    return [region["name"] for region in profile["targetRegions"]]


@pytest.mark.parametrize("spelled", ["East US 9", "eastus9"])
def test_a_region_that_azure_has_opened_is_taken_in_azures_spelling(azure: ToldAzure, spelled: str) -> None:
    azure.listed_regions = [*REGIONS.values(), OPENED]
    assert sent(migrated_to(spelled)) == ["East US 2", "East US 9"]


@pytest.mark.parametrize("name", ["East US 9", "Esat US", "West Centrl US"])
def test_a_near_miss_is_answered_with_the_region_that_is_meant(azure: ToldAzure, name: str) -> None:
    told = faults_of(migrated_to(name))
    assert f"migrations[0].targetRegions[1].name = {name!r}" in told
    assert "Did you mean" in told
    assert "locations/read" not in told


def test_a_region_that_is_not_listed_is_refused_whatever_the_table_says(azure: ToldAzure) -> None:
    azure.listed_regions = [REGIONS["eastus2"]]
    assert "is not a region of this subscription" in faults_of(migrated_to("Poland Central"))


def test_zones_are_those_that_azure_lists(azure: ToldAzure) -> None:
    table = {**REGIONS, "westcentralus": Region("westcentralus", "West Central US", has_availability_zones=True)}
    without_zones = migrated_to("West Central US", storageAccountType="Standard_ZRS")
    assert "needs availability zones, which West Central US does not have" in faults_of(without_zones)
    azure.listed_regions = list(table.values())
    assert sent(without_zones) == ["East US 2", "West Central US"]


def test_without_the_right_to_list_them_the_table_gives_advice(azure: ToldAzure) -> None:
    azure.listed_regions = AccessDenied("list of regions", status=403, message="no")
    assert (
        "Did you mean West Europe? If it is a region of its own: give the identity Microsoft.Resources/"
        in faults_of(migrated_to("West Eurpoe"))
    )
    assert sent(migrated_to("Moonbase One")) == ["East US 2", "Moonbase One"]


def test_a_failed_sign_in_is_no_missing_right(azure: ToldAzure) -> None:
    azure.listed_regions = SignInFailed("list of regions", status=401, message="expired")
    recording = record(program, config=as_config(migrated_to()), stashed={}, preview=True)
    assert isinstance(recording.error, AzureReadFailed)
