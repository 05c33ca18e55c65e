"""A plan before the question: whatever its length, what it is about is on the screen."""

from __future__ import annotations

from typing import Any, cast

import pytest

from managed_image_to_gallery.cli.plan_summary import PlanSummary
from managed_image_to_gallery.cli.preview_digest import Digest
from managed_image_to_gallery.cli.transitions.proposal import show_plan
from managed_image_to_gallery.cli.transitions.session import Screen, Session
from tests.cli.migrations import entry, migrations
from tests.cli.test_plan_summary import published

TOTALS = "{0} versions to create in 2 regions; {0} images to adopt; {0} definitions to create."


def shown(count: int, height: int, *, verbose: bool = False) -> list[str]:
    said: list[str] = []
    known = migrations(*(entry(f"i{number}") for number in range(count)))
    steps = tuple(step for one in known for step in published(one.name))
    session = Session(
        cast("Any", None), cast("Any", None), said.append, said.append, screen=Screen(200, height), verbose=verbose
    )
    show_plan(session, "The plan may be applied:", PlanSummary.of(Digest(steps, (), {}), known))
    return "\n".join(said).splitlines()


@pytest.mark.parametrize("height", [30, 60])
def test_the_numbers_come_first_and_again_where_they_have_left_the_screen(height: int) -> None:
    lines = shown(55, height)
    assert lines[0] == f"The plan may be applied: {TOTALS.format(55)}"
    assert len(lines) == 57
    assert lines[-1] == TOTALS.format(55)
    assert len(shown(20, height)) == 21


def test_a_log_has_them_once() -> None:
    assert len(shown(55, Screen().height)) == 56


def test_every_step_is_told_to_who_asks_for_it() -> None:
    lines = shown(2, 30, verbose=True)
    assert len(lines) == 9
    assert lines[1] == "  create  record            i0-1.0.0-adopted"


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_word_is_broken(width: int) -> None:
    line = "    → Point these at the image version, or accept each with a reason in acceptedReferences. A template."
    told = Screen(width, 30).fit(["short", line]).splitlines()
    assert max(map(len, told)) <= width
    assert " ".join(" ".join(told).split()) == "short " + " ".join(line.split())
    assert told[2].startswith("      ")
    assert Screen().fit(["short", line]).splitlines() == ["short", line]
