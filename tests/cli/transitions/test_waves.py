"""Waves, estimates and the stop rule."""

from __future__ import annotations

from managed_image_to_gallery.cli.transitions.waves import (
    Job,
    StopRule,
    WaveOptions,
    seconds_of,
    seconds_of_job,
    waves_of,
)
from tests.cli.migrations import entry, image, migrations


def jobs(*names: str, **locations: str) -> list[Job]:
    found = migrations(*(entry(name) for name in names))
    return [
        Job(one, image(name, locations.get(name, "southcentralus"))) for one, name in zip(found, names, strict=True)
    ]


def names(batch: list[tuple[Job, ...]]) -> list[list[str]]:
    return [[job.migration.name.removesuffix("-1.0.0") for job in wave] for wave in batch]


def test_no_wave_has_more_than_are_allowed_in_flight() -> None:
    assert names(waves_of(jobs("a", "b", "c"), WaveOptions(2))) == [["a", "b"], ["c"]]


def test_regions_come_one_after_another() -> None:
    batch = waves_of(jobs("a", "b", "c", b="westus2"), WaveOptions(9, by_region=True))
    assert names(batch) == [["a", "c"], ["b"]]


def test_versions_of_one_source_follow_each_other() -> None:
    chained = migrations(entry("a"), {**entry("a"), "version": "1.0.1"}, entry("b"))
    batch = waves_of([Job(one, image("a")) for one in chained], WaveOptions(9))
    assert [[job.migration.version_id.name for job in wave] for wave in batch] == [["1.0.0", "1.0.0"], ["1.0.1"]]


def test_an_estimate_lies_near_what_was_seen() -> None:
    (one,) = migrations({**entry("a"), "targetRegions": [{"name": "southcentralus"}]})
    assert 17 * 60 < seconds_of_job(Job(one, image("a", size_gb=127))) < 21 * 60
    assert 7 * 60 < seconds_of_job(Job(one, image("a", size_gb=40))) < 9 * 60


def test_what_azure_has_already_takes_no_time() -> None:
    (one,) = migrations(entry("a"))
    assert one.regions == ("southcentralus", "westus2")
    whole = seconds_of_job(Job(one, image("a")))
    assert seconds_of_job(Job(one, image("a"), frozenset(one.regions))) == 0
    assert 0 < seconds_of_job(Job(one, image("a"), frozenset({"southcentralus"}))) < whole


def test_waves_add_up_and_a_wave_takes_as_long_as_its_longest() -> None:
    (short, long) = (
        Job(one, image(one.name, size_gb=size))
        for one, size in zip(migrations(entry("a"), entry("b")), (30, 100), strict=True)
    )
    assert seconds_of([(short, long)]) == seconds_of_job(long)
    assert seconds_of([(short,), (long,)]) == seconds_of_job(short) + seconds_of_job(long)


def test_the_rule_stops_after_so_many_different_failures() -> None:
    rule = StopRule(2)
    rule.add(["a", "a"])
    assert not rule.stops
    rule.add(["b"])
    assert rule.stops
    assert not StopRule(None, ["a", "b", "c"]).stops
