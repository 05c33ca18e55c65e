"""Drawn histories of `pulumi` commands with their options, after slips of the hand in config and state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from soak import kinds
from soak.commands import DESTROYS, UPDATES
from soak.edits import EDITS
from soak.histories import History, Step

if TYPE_CHECKING:
    from soak.beginnings import Beginning
    from soak.decks import Decks
    from soak.histories import Stage

GIVEN_UP = "version given up on purpose"
WITH_COPIES: list[tuple[Beginning, int]] = [("retired", 1), ("half retired", 2), ("half retired", 2), ("retired", 2)]
"""Beginnings with only copies, and how many migrations."""
LIVE: list[tuple[Beginning, int]] = [("published", 1), ("validated", 1), ("published", 2), ("validated", 2)]
STAGES_ELSEWHERE: list[tuple[Beginning, Stage]] = [
    ("published", "published"),
    ("published", "validated"),
    ("validated", "published"),
    ("validated", "validated"),
    ("validated", "retired"),
]


def of_only_copies(decks: Decks, kind: str) -> History:
    """A stack of which images are retired is destroyed, or updated after something was lost or unprotected."""
    beginning, migrations = decks.draw((kind, "beginning"), WITH_COPIES)
    if kind == kinds.DESTROYED:
        edits = [None, None, "everything unprotected", "an entry lost", "an entry lost, everything unprotected"]
        step = Step(None, decks.draw(kind, sorted(DESTROYS)), edit=decks.draw((kind, "edit"), edits))
    else:
        edit = decks.draw((kind, "edit"), [*sorted(EDITS), "an entry lost, everything unprotected"])
        commands = ["up", *sorted(UPDATES)] if edit != GIVEN_UP else ["up --ignore-protect"]
        step = Step(None, decks.draw((kind, edit == GIVEN_UP), commands), edit=edit)
    return History((step,), beginning, migrations)


def with_options(decks: Decks, kind: str) -> History:
    """The same with images that are all there."""
    beginning, migrations = decks.draw((kind, "beginning"), LIVE)
    edits = [None, None, *(edit for edit in sorted(EDITS) if edit != GIVEN_UP)]
    commands = ["up", "up", *sorted(UPDATES), *sorted(DESTROYS)]
    step = Step(None, decks.draw(kind, commands), edit=decks.draw((kind, "edit"), edits))
    return History((step,), beginning, migrations)


def across_logins(decks: Decks, kind: str) -> History:
    """One update with the login of a subscription that has everything under the same names."""
    beginning, stage = decks.draw(kind, STAGES_ELSEWHERE)
    command = decks.draw((kind, "command"), ["up", "up", "up with a preview", "up --refresh", "refresh"])
    steps = (Step(stage, command, login="another subscription's"), Step(stage))
    return History(steps, beginning, decks.draw((kind, "migrations"), [1, 2]))
