"""Drawn histories of `gallery-migrate`: names and consent, signals to the command alone, two operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from soak.histories import History, Operator, Step
from soak.moments import ASKED, OPERATORS

if TYPE_CHECKING:
    from soak.beginnings import Beginning
    from soak.decks import Decks
    from soak.histories import OperatorSignal
    from soak.places import Layout

Command = Literal["publish", "validate", "retire"]
Expects = tuple[tuple[int, Literal["name", "id"]], ...]

TRANSITIONS: list[tuple[Beginning, Command]] = [
    ("nothing", "publish"),
    ("published", "validate"),
    ("validated", "retire"),
    ("validated", "retire"),
]
LAYOUTS: list[Layout] = ["plain", "anchors", "one image name"]
SIGNALS: list[OperatorSignal] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"]
NAMES: list[tuple[int, ...]] = [(), (0,), (1,), (0,)]
EXPECTED: list[Expects] = [
    ((0, "name"),),
    ((0, "id"),),
    ((1, "name"),),
    (),
    ((0, "name"), (1, "name")),
    ((0, "id"), (1, "id")),
]
"""What `--expect-delete` says of two images: often it is not what `retire` was told to do."""
AFTERWARDS = [Step(None), Step(None, operators=(Operator("resume", expects=((0, "id"),)),))]
"""What follows: an update by somebody who has consented to nothing, or `resume`."""


def with_consent(decks: Decks, kind: str) -> History:
    """A command with names, with or without the right consent; then an update of whatever the file says."""
    beginning, command = decks.draw(kind, TRANSITIONS)
    names = decks.draw((kind, "names", command), NAMES)
    expects = decks.draw((kind, "expects"), EXPECTED) if command == "retire" else ()
    asked = decks.draw((kind, "asked"), [False, False, False, True])
    step = Step(None, operators=(Operator(command, names, expects if not asked else (), asked),))
    after = (Step(None),) if decks.draw((kind, "after"), [True, False]) else ()
    return History((step, *after), beginning, 2, layout=decks.draw((kind, "layout", command), LAYOUTS))


def signalled(decks: Decks, kind: str) -> History:
    """A command that is sent a signal at a moment, and what follows."""
    beginning, command = decks.draw(kind, TRANSITIONS)
    moments = [*OPERATORS[command]] + ([ASKED] if command != "publish" else [])
    moment, sign = decks.draw((kind, command), moments), decks.draw((kind, command, "signal"), SIGNALS)
    expects: Expects = ((0, "id"),) if command == "retire" and moment != ASKED else ()
    operator = Operator(command, (0,), expects, moment == ASKED, moment, sign)
    steps = (Step(None, operators=(operator,)), decks.draw((kind, "after"), AFTERWARDS))
    return History(steps, beginning, decks.draw((kind, "migrations"), [1, 2]))


def side_by_side(decks: Decks, kind: str) -> History:
    """Two operators at once, each with a migration of his own; or the second one later, in an older checkout."""
    beginning, command = decks.draw(kind, TRANSITIONS[1:])
    expects: list[Expects] = [((number, "id"),) if command == "retire" else () for number in range(2)]
    first = Operator(command, (0,), expects[0])
    if decks.draw((kind, "at once"), [True, False]):
        steps = (Step(None, operators=(first, Operator(command, (1,), expects[1]))),)
    else:
        other: list[Command] = ["publish", command]
        later = decks.draw((kind, "later"), other)
        said = expects[1] if later == "retire" else ()
        second = Operator(later, (1,), said, folder="older checkout")
        steps = (Step(None, operators=(first,)), Step(None, operators=(second,)))
    return History(steps, beginning, 2)
