"""Samples and events as rows."""

from __future__ import annotations

import pytest

from managed_image_to_gallery.cli.engine.event_report import EventReport
from managed_image_to_gallery.cli.progress.items import Phase, Versions
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.component.state.resource_types import VERSION


def sample(time: float, name: str, region: str, state: str = "Replicating", progress: int = 0) -> Sample:
    return Sample(time, name, region, state, progress)


def urn(name: str) -> str:
    return f"urn:pulumi:dev::p::c${VERSION}::{name}-version"


def test_a_migration_is_as_far_as_its_slowest_region() -> None:
    pacing = Pacing()
    pacing.add([sample(0, "web", "eastus"), sample(0, "web", "westus2"), sample(0, "web", "uksouth", "Completed", 100)])
    pacing.add([sample(60, "web", "eastus", progress=40), sample(60, "web", "westus2", progress=20)])
    (item,) = Versions(pacing).items()
    assert (item.phase, item.percent, item.where) == (Phase.RUNNING, 20, "eastus, westus2")
    assert item.left == "4 min left"


def test_one_failed_region_makes_a_migration_failed_and_names_it() -> None:
    pacing = Pacing()
    pacing.add([sample(0, "web", "eastus", "Failed"), sample(0, "web", "westus2")])
    (item,) = Versions(pacing).items()
    assert (item.phase, item.where) == (Phase.FAILED, "eastus")


def test_what_the_engine_saw_fail_is_failed_whatever_its_regions_say() -> None:
    pacing, report = Pacing(), EventReport()
    pacing.add([sample(0, "web", "eastus", "Completed", 100)])
    report.failed.append(urn("web"))
    (item,) = Versions(pacing, (), report).items()
    assert item.phase is Phase.FAILED


def test_a_version_that_azure_does_not_show_yet_runs_once_the_engine_has_begun_it() -> None:
    pacing, report = Pacing(), EventReport()
    pacing.add([sample(0, "web", "eastus", "Absent"), sample(0, "db", "eastus", "Absent")])
    report.begun[urn("web")] = "create"
    phases = {item.name: item.phase for item in Versions(pacing, ("later",), report).items()}
    assert phases == {"web": Phase.RUNNING, "db": Phase.WAITING, "later": Phase.WAITING}


def test_without_waiting_ones_the_slowest_says_how_long_it_takes() -> None:
    pacing = Pacing()
    pacing.add([sample(0, "web", "eastus"), sample(0, "db", "eastus")])
    assert Versions(pacing).seconds_left() is None
    pacing.add([sample(60, "web", "eastus", progress=50), sample(60, "db", "eastus", progress=25)])
    assert Versions(pacing).seconds_left() == 180


def test_with_waiting_ones_it_is_what_is_left_at_the_speed_of_until_now() -> None:
    pacing = Pacing()
    pacing.add([sample(0, "web", "eastus")])
    pacing.add([sample(60, "web", "eastus", "Completed", 100)])
    assert Versions(pacing, ("web", "db", "app")).seconds_left() == pytest.approx(120)


def test_a_region_in_which_nothing_moves_says_so() -> None:
    pacing = Pacing()
    pacing.add([sample(0, "web", "eastus", progress=10)])
    pacing.add([sample(3600, "web", "eastus", progress=10)])
    (item,) = Versions(pacing).items()
    assert item.left == "stalled for 60 min"
