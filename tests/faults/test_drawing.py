"""What a soak of 500 draws, without playing it."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from soak.drawing import drawn
from soak.faults import FAULTS
from soak.interruptions import EVENTS, MOMENTS, STEPS, VICTIMS
from soak.kills import exhaustive
from soak.others import CHANGES

SEQUENCES = 500
STEPS_DRAWN = [step for history in islice(drawn(1), SEQUENCES) for step in history.steps]


def test_every_fault_comes_several_times() -> None:
    counts = Counter(step.fault for step in STEPS_DRAWN)
    assert {fault for fault in FAULTS if counts[fault] < 5} == set()


def test_every_change_by_others_comes_several_times() -> None:
    counts = Counter(step.others for step in STEPS_DRAWN)
    assert {change for change in CHANGES if counts[change] < 10} == set()


def test_everybody_is_interrupted_at_every_moment_of_every_stage() -> None:
    drawn_ones = {
        (step.stage, step.interruption.moment, step.interruption.victim) for step in STEPS_DRAWN if step.interruption
    }
    possible = {(stage, moment, victim) for stage, moments in STEPS.items() for moment in moments for victim in VICTIMS}
    assert drawn_ones == possible


def test_the_same_seed_draws_the_same() -> None:
    assert list(islice(drawn(7), 20)) == list(islice(drawn(7), 20))
    assert list(islice(drawn(7), 20)) != list(islice(drawn(8), 20))


def test_every_moment_belongs_to_a_stage_and_is_killed_at_exhaustively() -> None:
    killed_at = {step.interruption.moment for history in exhaustive() for step in history.steps if step.interruption}
    assert killed_at == {*MOMENTS, *EVENTS}
