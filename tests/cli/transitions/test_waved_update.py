"""Waves one after the other: what each leaves out, and when no other is begun."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.preview_digest import Digest, Step
from managed_image_to_gallery.cli.progress.pace import Pacing
from managed_image_to_gallery.cli.progress.samples import Sample
from managed_image_to_gallery.cli.progress.watching import Watched
from managed_image_to_gallery.cli.selection.limited_update import CheckedPlan
from managed_image_to_gallery.cli.selection.selection import Selection
from managed_image_to_gallery.cli.transitions.session import Session
from managed_image_to_gallery.cli.transitions.waved_update import WavedUpdate
from managed_image_to_gallery.cli.transitions.waves import Job, WaveOptions, waves_of
from managed_image_to_gallery.component.state.resource_types import COMPONENT
from managed_image_to_gallery.config.choices import Stage
from tests.cli.migrations import entry, image, migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from managed_image_to_gallery.config.migration import Migration

VERSION = "azure-native:compute:GalleryImageVersion"
ALL = migrations(*(entry(name) for name in ("a", "b", "c")))


def step(name: str) -> Step:
    urn = f"urn:pulumi:dev::p::{COMPONENT}${VERSION}::{name}-version"
    return Step("create", urn, VERSION, "", "", parent=f"urn:pulumi:dev::p::{COMPONENT}::{name}")


class Played:
    """An engine and an Azure that say what they are given: versions of `failing` fail, `interrupted` stops a wave.

    shown_as: what Azure says of the regions of one that failed.

    seen: for each update the migrations that the engine got to see; left: those whose steps it left out.
    """

    def __init__(self, *failing: str, interrupted: bool = False, shown_as: str = "Failed") -> None:
        self.failing = [f"{name}-1.0.0" for name in failing]
        self.interrupted = interrupted
        self.shown_as = shown_as
        self.seen: list[str] = []
        self.left: list[str] = []
        self.said: list[str] = []
        self.pacing = Pacing()
        self.selection = Selection(ALL, frozenset(one.name for one in ALL), {})

    def update(self, report: Any, *, exclude: Sequence[str], waiting: Sequence[str], **_: object) -> bool:
        present = sorted(self.selection.present(waiting))
        self.seen.append("".join(name[0] for name in present))
        self.left.append("".join(urn.rsplit("::", 1)[-1][0] for urn in exclude))
        failed = [step(name).urn for name in present if name in self.failing and step(name).urn not in exclude]
        report.failed.extend(failed)
        return not failed

    def watch(self, update: Callable[[], bool], wave: Sequence[Migration], _follow: object) -> Watched:
        succeeded = update()
        states = [(one, self.shown_as if one.name in self.failing else "Completed") for one in wave]
        self.pacing.add(Sample(0, one.name, region, state, 0) for one, state in states for region in one.regions)
        return Watched(succeeded, self.interrupted)


def publish(played: Played, *, limit: int | None = None, go_on: bool = True, count: int = 3) -> ExitStatus:
    watcher = SimpleNamespace(watch=played.watch, pacing=played.pacing, showing=nullcontext)
    session = Session(cast("Any", None), cast("Any", watcher), played.said.append, played.said.append)
    digest = Digest(tuple(step(one.name) for one in ALL), (), {})
    options = WaveOptions(1, stop_after=limit, continue_on_error=go_on)
    jobs = [Job(one, image(one.name)) for one in ALL[:count]]
    return WavedUpdate(session, CheckedPlan(cast("Any", played), digest), waves_of(jobs, options), options).run()


def test_each_wave_leaves_out_the_later_ones() -> None:
    played = Played()
    assert publish(played) is ExitStatus.DONE
    assert (played.seen, played.left) == (["a", "ab", "abc"], ["", "", ""])


def test_what_the_stack_has_is_seen_and_waits_for_its_wave() -> None:
    played = Played()
    played.selection = Selection(ALL, played.selection.selected, {"c-1.0.0": Stage.PUBLISHED})
    assert publish(played) is ExitStatus.DONE
    assert (played.seen, played.left) == (["ac", "abc", "abc"], ["c", "c", ""])


def test_a_failure_does_not_stop_the_others_and_is_not_tried_again() -> None:
    played = Played("a")
    assert publish(played) is ExitStatus.INCOMPLETE
    assert (played.seen, played.left) == (["a", "ab", "abc"], ["", "a", "a"])
    assert "Not finished: a-1.0.0" in played.said[-1]


def test_what_failed_is_not_finished_although_its_regions_are_completed() -> None:
    played = Played("a", "c", shown_as="Completed")
    assert publish(played) is ExitStatus.INCOMPLETE
    assert "Not finished: a-1.0.0, c-1.0.0 (2 of 3 versions)." in played.said[-1]


def test_what_follows_a_failed_one_from_the_same_image_is_not_begun() -> None:
    played = Played("a")
    one_image = migrations(*({**entry(name), "source": entry("a")["source"]} for name in ("a", "b", "c")))
    played.selection = Selection(one_image, played.selection.selected, {})
    assert publish(played) is ExitStatus.ENGINE
    assert played.seen == ["a", "a", "a"]


def test_the_stop_rule_begins_nothing_more() -> None:
    played = Played("a", "b")
    assert publish(played, limit=1) is ExitStatus.ENGINE
    assert played.seen == ["a"]
    assert "Not finished: a-1.0.0, b-1.0.0, c-1.0.0" in played.said[-1]


def test_without_continue_on_error_the_first_failure_is_the_last() -> None:
    played = Played("b")
    assert publish(played, go_on=False) is ExitStatus.INCOMPLETE
    assert played.seen == ["a", "ab"]


def test_an_interruption_ends_it() -> None:
    played = Played(interrupted=True)
    assert publish(played) is ExitStatus.INTERRUPTED
    assert played.seen == ["a"]


def test_where_no_version_is_to_be_made_none_is_called_published() -> None:
    played = Played()
    assert publish(played, count=0) is ExitStatus.DONE
    assert played.said == ["Done: no version was to be made."]
