"""Waves one after the other: what each leaves out, and when no other is begun."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.cli.batches.stop_rule import StopRule
from managed_image_to_gallery.cli.batches.waves import Job, waves
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.named_part.part import Part
from managed_image_to_gallery.cli.named_part.planned import Planned
from managed_image_to_gallery.cli.named_part.stages_in_state import COMPONENT
from managed_image_to_gallery.cli.preview_digest import Digest, Step
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.progress.watching import Watched
from managed_image_to_gallery.cli.publishing.publication import Publication
from managed_image_to_gallery.config.args import Stage
from tests.cli.migrations import entry, image, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.config.migration import Migration

VERSION = "azure-native:compute:GalleryImageVersion"
ALL = migrations(*(entry(name) for name in ("a", "b", "c")))


def step(name: str) -> Step:
    urn = f"urn:pulumi:dev::p::{COMPONENT}${VERSION}::{name}-version"
    return Step("create", urn, VERSION, "", "", parent=f"urn:pulumi:dev::p::{COMPONENT}::{name}")


class Told:
    """An engine and an Azure that say what they are told: versions of `failing` fail, `interrupted` stops a wave.

    seen: for each update the migrations that the engine got to see; left: those whose steps it left out.
    """

    def __init__(self, *failing: str, interrupted: bool = False) -> None:
        self.failing = [f"{name}-1.0.0" for name in failing]
        self.interrupted = interrupted
        self.seen: list[str] = []
        self.left: list[str] = []
        self.said: list[str] = []
        self.pacing = Pacing()
        self.part = Part(ALL, frozenset(one.name for one in ALL), {})

    def update(self, report: Any, *, exclude: Sequence[str], waiting: Sequence[str], **_: object) -> bool:
        present = sorted(self.part.present(waiting))
        self.seen.append("".join(name[0] for name in present))
        self.left.append("".join(urn.rsplit("::", 1)[-1][0] for urn in exclude))
        failed = [step(name).urn for name in present if name in self.failing and step(name).urn not in exclude]
        report.failed.extend(failed)
        return not failed

    def watch(self, update: Callable[[], bool], wave: Sequence[Migration]) -> Watched:
        succeeded = update()
        states = [(one, "Failed" if one.name in self.failing else "Completed") for one in wave]
        self.pacing.add(Sample(0, one.name, region, state, 0) for one, state in states for region in one.regions)
        return Watched(succeeded, self.interrupted)


def publish(told: Told, *, limit: int | None = None, go_on: bool = True, count: int = 3) -> ExitStatus:
    watcher = cast("Any", SimpleNamespace(watch=told.watch, pacing=told.pacing))
    digest = Digest(tuple(step(one.name) for one in ALL), (), {})
    plan = Planned(cast("Any", told), digest, ())
    publication = Publication(plan, watcher, StopRule(limit), told.said.append, go_on)
    jobs = [Job(one, image(one.name)) for one in ALL[:count]]
    return publication.run(waves(jobs, in_flight=1, by_region=False))


def test_each_wave_leaves_out_the_later_ones() -> None:
    told = Told()
    assert publish(told) is ExitStatus.DONE
    assert (told.seen, told.left) == (["a", "ab", "abc"], ["", "", ""])


def test_what_the_stack_has_is_seen_and_waits_for_its_wave() -> None:
    told = Told()
    told.part = Part(ALL, told.part.meant, {"c-1.0.0": Stage.PUBLISHED})
    assert publish(told) is ExitStatus.DONE
    assert (told.seen, told.left) == (["ac", "abc", "abc"], ["c", "c", ""])


def test_a_failure_does_not_stop_the_others_and_is_not_tried_again() -> None:
    told = Told("a")
    assert publish(told) is ExitStatus.INCOMPLETE
    assert (told.seen, told.left) == (["a", "ab", "abc"], ["", "a", "a"])
    assert "Not finished: a-1.0.0" in told.said[-1]


def test_what_follows_a_failed_one_from_the_same_image_is_not_begun() -> None:
    told = Told("a")
    one_image = migrations(*({**entry(name), "source": entry("a")["source"]} for name in ("a", "b", "c")))
    told.part = Part(one_image, told.part.meant, {})
    assert publish(told) is ExitStatus.ENGINE
    assert told.seen == ["a", "a", "a"]


def test_the_stop_rule_begins_nothing_more() -> None:
    told = Told("a", "b")
    assert publish(told, limit=1) is ExitStatus.ENGINE
    assert told.seen == ["a"]
    assert "Not finished: a-1.0.0, b-1.0.0, c-1.0.0" in told.said[-1]


def test_without_continue_on_error_the_first_failure_is_the_last() -> None:
    told = Told("b")
    assert publish(told, go_on=False) is ExitStatus.INCOMPLETE
    assert told.seen == ["a", "ab"]


def test_an_interruption_ends_it() -> None:
    told = Told(interrupted=True)
    assert publish(told) is ExitStatus.INTERRUPTED
    assert told.seen == ["a"]
