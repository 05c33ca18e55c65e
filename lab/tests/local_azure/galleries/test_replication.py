"""Replication over time: states and progress are functions of the clock."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from local_azure.arm.json_types import Json
from local_azure.arm.resource import Resource
from local_azure.galleries.durations import replication_seconds
from local_azure.galleries.replication import is_available
from tests.local_azure.galleries.conftest import IMAGE, VERSION, GalleryAzure, regions


@dataclass
class Fault:
    """One region that a fault rule speaks about."""

    region: str
    override: Json | None

    def region_override(self, resource: Resource, region: str) -> Json | None:
        return self.override if region == self.region else None


def summary(azure: GalleryAzure) -> list[tuple[str, str, int]]:
    status = azure.properties(VERSION, expand="ReplicationStatus")["replicationStatus"]
    return [(each["region"], each["state"], each["progress"]) for each in status["summary"]]


def aggregated(azure: GalleryAzure) -> str:
    return azure.properties(VERSION, expand="replicationstatus")["replicationStatus"]["aggregatedState"]


@pytest.mark.parametrize(
    ("gigabytes", "region", "minutes"),
    [(127, "westus2", 19), (40, "westus2", 8), (40, "eastus2", 9.3)],
)
def test_durations_are_near_what_was_seen(gigabytes: int, region: str, minutes: float):
    assert replication_seconds(gigabytes, "westus2", region, "Full") / 60 == pytest.approx(minutes, rel=0.05)


def test_another_continent_takes_longer_and_a_shallow_version_copies_nothing():
    near, far = (replication_seconds(127, "westus2", region, "Full") for region in ("eastus", "northeurope"))
    assert far > near > replication_seconds(127, "westus2", "westus2", "Shallow")


def test_without_expand_there_is_no_status(azure: GalleryAzure):
    azure.publish()
    assert "replicationStatus" not in azure.properties(VERSION)


def test_every_region_advances_by_its_own_distance(azure: GalleryAzure):
    azure.put_version(targetRegions=regions("West US 2", "northeurope"))
    assert summary(azure) == [("westus2", "Unknown", 0), ("northeurope", "Unknown", 0)]
    assert aggregated(azure) == "Unknown"
    azure.later(240)
    assert summary(azure) == [("westus2", "Replicating", 49), ("northeurope", "Replicating", 30)]
    assert aggregated(azure) == "InProgress"
    azure.later(300)
    assert summary(azure) == [("westus2", "Completed", 100), ("northeurope", "Replicating", 68)]
    assert azure.properties(VERSION)["provisioningState"] == "Creating"
    azure.later(300)
    assert aggregated(azure) == "Completed"
    assert azure.properties(VERSION)["provisioningState"] == "Succeeded"


def test_an_added_region_replicates_while_the_others_stay_completed(azure: GalleryAzure):
    azure.publish()
    azure.put_version(source=None, targetRegions=regions("westus2", "eastus2"))
    azure.later(200)
    assert [state for _, state, _ in summary(azure)] == ["Completed", "Replicating"]
    version = azure.resource(VERSION)
    assert is_available(azure.world, version, "West US 2")
    assert not is_available(azure.world, version, "eastus2")
    assert not is_available(azure.world, version, "uksouth")


def test_a_version_in_the_making_is_not_available_anywhere(azure: GalleryAzure):
    azure.put_version(targetRegions=regions("westus2", "northeurope"))
    azure.later(600)
    assert not is_available(azure.world, azure.resource(VERSION), "westus2")


def test_a_change_of_metadata_takes_two_and_a_half_minutes(azure: GalleryAzure):
    azure.publish()
    azure.put_version(source=None, excludeFromLatest=True)
    azure.later(149)
    assert azure.properties(VERSION)["provisioningState"] == "Updating"
    azure.later(2)
    assert azure.properties(VERSION)["provisioningState"] == "Succeeded"


def test_a_region_that_is_held_keeps_the_operation_running_until_it_is_let_go(azure: GalleryAzure):
    fault = Fault("eastus", {"state": "Replicating", "progress": 42})
    azure.world.region_faults = fault
    answer = azure.put_version(targetRegions=regions("westus2", "eastus"))
    azure.later(3600)
    assert summary(azure) == [("westus2", "Completed", 100), ("eastus", "Replicating", 42)]
    assert answer.operation is not None
    assert answer.operation.running
    fault.override = None
    azure.later(15)
    assert not answer.operation.running
    assert aggregated(azure) == "Completed"


def test_a_region_that_fails_fails_the_operation_and_is_tried_again_by_the_next_put(azure: GalleryAzure):
    fault = Fault("eastus", {"state": "Failed", "details": "Out of capacity."})
    azure.world.region_faults = fault
    answer = azure.put_version(targetRegions=regions("westus2", "eastus"))
    azure.done()
    fault.override = None
    assert answer.operation is not None
    assert answer.operation.error is not None
    assert "'{region:eastus, detail:Out of capacity.}'" in answer.operation.error["message"]
    assert azure.properties(VERSION)["provisioningState"] == "Failed"
    assert summary(azure) == [("westus2", "Completed", 100), ("eastus", "Failed", 0)]
    assert aggregated(azure) == "Failed"
    azure.put_version(source=None)
    azure.done()
    assert aggregated(azure) == "Completed"


def test_a_shallow_version_breaks_with_its_source(azure: GalleryAzure):
    azure.publish(replicationMode="Shallow")
    assert aggregated(azure) == "Completed"
    azure.delete(IMAGE)
    azure.done()
    assert aggregated(azure) == "Failed"
    assert not is_available(azure.world, azure.resource(VERSION), "westus2")


def test_a_full_version_does_not(azure: GalleryAzure):
    azure.publish()
    azure.delete(IMAGE)
    azure.done()
    assert is_available(azure.world, azure.resource(VERSION), "westus2")


def test_the_time_scale_shortens_replication(azure: GalleryAzure):
    azure.world.clock.time_scale = 0.01
    azure.put_version()
    azure.later(4.82)
    assert azure.properties(VERSION)["provisioningState"] == "Succeeded"


def test_an_edge_zone_is_replicated_to_and_shown_by_its_name(azure: GalleryAzure):
    zone = {"name": "West US", "extendedLocation": {"name": "microsoftlosangeles1", "type": "EdgeZone"}}
    azure.publish(targetExtendedLocations=[zone])
    status = azure.properties(VERSION, expand="ReplicationStatus")["replicationStatus"]
    assert [(each["region"], each["state"]) for each in status["summary"]] == [
        ("westus2", "Completed"),
        ("microsoftlosangeles1", "Completed"),
    ]
