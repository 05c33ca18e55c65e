"""Waves one after the other: what each leaves out, and when no other is begun."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from gallery_migrate.batches.stop_rule import StopRule
from gallery_migrate.batches.waves import Job, waves
from gallery_migrate.exit_status import ExitStatus
from gallery_migrate.progress.pace import Pacing
from gallery_migrate.progress.samples import Sample
from gallery_migrate.progress.watching import Watched
from gallery_migrate.publishing.publication import Publication
from tests.gallery_migrate.migrations import entry, image, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.migration import Migration

ALL = migrations(*(entry(name) for name in ("a", "b", "c")))
URNS = {one.name: f"urn::{one.name}-version" for one in ALL}


class Told:
    """An engine and an Azure that say what they are told: versions of `failing` fail, `interrupted` stops a wave."""

    def __init__(self, *failing: str, interrupted: bool = False) -> None:
        self.failing = [f"{name}-1.0.0" for name in failing]
        self.interrupted = interrupted
        self.excluded: list[list[str]] = []
        self.said: list[str] = []
        self.pacing = Pacing()

    def update(self, report: Any, *, continue_on_error: bool, exclude: Sequence[str]) -> bool:
        self.excluded.append([urn.removeprefix("urn::").removesuffix("-1.0.0-version") for urn in exclude])
        failed = [urn for name, urn in URNS.items() if name in self.failing and urn not in exclude]
        report.failed.extend(failed)
        return not failed

    def watch(self, update: Callable[[], bool], wave: Sequence[Migration]) -> Watched:
        succeeded = update()
        states = [(one, "Failed" if one.name in self.failing else "Completed") for one in wave]
        self.pacing.add(Sample(0, one.name, region, state, 0) for one, state in states for region in one.regions)
        return Watched(succeeded, self.interrupted)


def publish(told: Told, *, limit: int | None = None, go_on: bool = True, count: int = 3) -> ExitStatus:
    watcher = cast("Any", SimpleNamespace(watch=told.watch, pacing=told.pacing))
    publication = Publication(cast("Any", told), watcher, URNS, StopRule(limit), told.said.append, go_on)
    jobs = [Job(one, image(one.name)) for one in ALL[:count]]
    return publication.run(waves(jobs, in_flight=1, by_region=False))


def test_each_wave_leaves_out_the_later_ones() -> None:
    told = Told()
    assert publish(told) is ExitStatus.DONE
    assert told.excluded == [["b", "c"], ["c"], []]


def test_what_was_not_asked_for_is_left_out_to_the_end() -> None:
    told = Told()
    assert publish(told, count=2) is ExitStatus.DONE
    assert told.excluded[-1] == ["c"]


def test_a_failure_does_not_stop_the_others() -> None:
    told = Told("a")
    assert publish(told) is ExitStatus.INCOMPLETE
    assert told.excluded == [["b", "c"], ["a", "c"], ["a"]]
    assert "Not finished: a-1.0.0" in told.said[-1]


def test_the_stop_rule_begins_nothing_more() -> None:
    told = Told("a", "b")
    assert publish(told, limit=1) is ExitStatus.ENGINE
    assert len(told.excluded) == 1
    assert "Not finished: a-1.0.0, b-1.0.0, c-1.0.0" in told.said[-1]


def test_without_continue_on_error_the_first_failure_is_the_last() -> None:
    told = Told("b")
    assert publish(told, go_on=False) is ExitStatus.INCOMPLETE
    assert len(told.excluded) == 2


def test_an_interruption_ends_it() -> None:
    told = Told(interrupted=True)
    assert publish(told) is ExitStatus.INTERRUPTED
    assert len(told.excluded) == 1
