"""What a soak of 1,000 draws, without playing it."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from soak.beginnings import BEFORE
from soak.commands import COMMANDS
from soak.drawing import drawn
from soak.edits import EDITS
from soak.faults import FAULTS
from soak.interruptions import EVENTS, MOMENTS, STEPS, VICTIMS
from soak.kills import exhaustive
from soak.kinds import ROUND
from soak.moments import ASKED, HELD, LISTS_READ, OPERATORS
from soak.others import CHANGES, INTO_THE_BIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from soak.histories import Operator

SEQUENCES = 1000
HISTORIES = list(islice(drawn(1), SEQUENCES))
STEPS_DRAWN = [step for history in HISTORIES for step in history.steps]
OPERATORS_DRAWN: list[Operator] = [operator for step in STEPS_DRAWN for operator in step.operators]


def rare(counts: Counter[str], wanted: Iterable[str], least: int) -> set[str]:
    """What of the names comes too seldom."""
    return {name for name in wanted if counts[name] < least}


def test_every_kind_comes_at_least_twenty_times() -> None:
    assert rare(Counter(history.kind for history in HISTORIES), ROUND, 20) == set()


def test_every_fault_comes_several_times() -> None:
    assert rare(Counter(step.fault or "" for step in STEPS_DRAWN), FAULTS, 2) == set()


def test_every_change_by_others_comes_several_times() -> None:
    before = Counter(step.others or "" for step in STEPS_DRAWN)
    assert rare(before, CHANGES, 5) == set()
    during = Counter(step.meanwhile.change for step in STEPS_DRAWN if step.meanwhile)
    assert (
        rare(during, set(CHANGES) - {"finished version elsewhere", "image deleted by somebody", INTO_THE_BIN}, 2)
        == set()
    )


def test_something_is_changed_at_every_moment_that_can_be_held() -> None:
    moments = Counter(step.meanwhile.moment for step in STEPS_DRAWN if step.meanwhile)
    assert rare(moments, HELD, 1) == set()
    assert rare(moments, [*LISTS_READ, "locks read", "delete refused"], 10) == set()


def test_every_command_and_every_edit_comes_several_times() -> None:
    assert rare(Counter(step.command for step in STEPS_DRAWN), COMMANDS, 7) == set()
    assert rare(Counter(step.edit or "" for step in STEPS_DRAWN), EDITS, 5) == set()


def test_histories_begin_everywhere() -> None:
    assert {history.beginning for history in HISTORIES} == {"nothing", *BEFORE}
    assert {history.layout for history in HISTORIES} == {"plain", "anchors", "one image name", "existing versions"}


def test_somebody_is_interrupted_at_every_moment_of_every_stage() -> None:
    """Each of them at each moment: that is what `exhaustive` is for."""
    drawn_ones = {(step.stage, step.interruption.moment) for step in STEPS_DRAWN if step.interruption}
    assert drawn_ones >= {(stage, moment) for stage, moments in STEPS.items() for moment in moments}
    assert {step.interruption.victim for step in STEPS_DRAWN if step.interruption} == set(VICTIMS)


def test_operators_are_signalled_at_every_moment() -> None:
    possible = {(command, moment) for command, moments in OPERATORS.items() for moment in moments}
    possible = {(command, at) for command, at in possible if command != "resume"}
    possible |= {("validate", ASKED), ("retire", ASKED)}
    assert {(one.command, one.moment) for one in OPERATORS_DRAWN if one.signal} == possible
    signals = {str(one.signal) for one in OPERATORS_DRAWN if one.signal}
    assert signals == {"SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"}


def test_operators_name_too_few_and_too_many() -> None:
    retiring = [one for one in OPERATORS_DRAWN if one.command == "retire" and not one.signal]
    assert {len(one.names) for one in retiring} == {0, 1}
    assert {len(one.expects) for one in retiring} == {0, 1, 2}
    assert {one.folder for one in OPERATORS_DRAWN} == {"own", "older checkout"}


def test_the_same_seed_draws_the_same() -> None:
    assert list(islice(drawn(7), 20)) == list(islice(drawn(7), 20))
    assert list(islice(drawn(7), 20)) != list(islice(drawn(8), 20))


def test_every_moment_belongs_to_a_stage_and_is_killed_at_exhaustively() -> None:
    killed_at = {step.interruption.moment for history in exhaustive() for step in history.steps if step.interruption}
    assert killed_at == {*MOMENTS, *EVENTS}
