"""Drawing histories: all kinds of trouble come in shuffled rounds, so that each comes again and again."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Generic, TypeVar

from soak.faults import HITS
from soak.histories import Command, History, Interruption, Stage, Step
from soak.interruptions import SIGNALS, STEPS, VICTIMS
from soak.others import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from soak.beginnings import Beginning
    from soak.interruptions import Victim

T = TypeVar("T")

PATHS: list[tuple[Beginning, tuple[Stage, ...]]] = [
    ("nothing", ("published",)),
    ("nothing", ("published",)),
    ("nothing", ("published",)),
    ("nothing", ("published", "validated")),
    ("published", ("published",)),
    ("published", ("validated",)),
    ("published", ("validated", "retired")),
    ("published", ("retired",)),
    ("validated", ("retired",)),
    ("validated", ("retired",)),
    ("validated", ("published",)),
]
"""From where to where: mostly forward, sometimes back or skipping a stage."""

KINDS = [
    "fault",
    "fault",
    "interruption",
    "interruption",
    "others",
    "others and fault",
    "commands and fault",
    "commands",
]
MIGRATIONS = [1, 1, 1, 2, 3]
REGIONS = [2, 2, 2, 3]
FINISH = [True, True, False]
COMMANDS: dict[Stage, list[Command]] = {
    "published": ["two shells", "two stacks", "refresh", "abandon"],
    "validated": ["two shells", "two stacks", "refresh", "abandon"],
    "retired": ["two shells", "two stacks", "refresh"],
}


MOMENTS_IN = {
    "making": STEPS["published"],
    "keeping": ["update begins", "program reads"],
    "validated": STEPS["validated"],
    "retired": STEPS["retired"],
    "refused": ["update begins", "program reads"],
}
"""The moments that an update passes, by situation."""


def situation(stage: Stage, before: Beginning | Stage) -> str:
    """What an update into a stage does: make a version or only keep it, validate, retire, or be refused for haste."""
    if stage == "published":
        return "making" if before == "nothing" else "keeping"
    return "refused" if (before, stage) == ("published", "retired") else stage


class Deck(Generic[T]):
    """Gives every card once, in a shuffled order, before any comes again."""

    def __init__(self, cards: Sequence[T], source: Random) -> None:
        self._cards, self._source = list(cards), source
        self._left: list[T] = []

    def next(self) -> T:
        """The next card."""
        if not self._left:
            self._left = self._source.sample(self._cards, len(self._cards))
        return self._left.pop()


class _Troubles:
    """What may go wrong in one situation."""

    def __init__(self, stage: Stage, where: str, source: Random) -> None:
        self._stage: Stage = stage
        self._kinds = Deck(KINDS, source)
        self._faults = Deck(HITS[where], source)
        self._others = Deck(sorted(CHANGES), source)
        self._commands = Deck(COMMANDS[stage], source)
        self._regions = Deck(REGIONS, source)
        self._moments: Deck[tuple[str, Victim]] = Deck(
            [(moment, victim) for moment in MOMENTS_IN[where] for victim in VICTIMS], source
        )
        self._signals = Deck(SIGNALS, source)

    def next(self) -> Step:
        kind = self._kinds.next()
        step = Step(self._stage, regions=self._regions.next())
        if "interruption" in kind:
            step = replace(step, interruption=Interruption(*self._moments.next(), self._signals.next()))
        if "others" in kind:
            step = replace(step, others=self._others.next())
        if "commands" in kind:
            step = replace(step, command=self._commands.next())
        if "fault" in kind:
            step = replace(step, fault=self._faults.next())
        if step.fault == "409 after child delete":
            # With the image gone as well, nothing could make the version again.
            return replace(step, command="abandon", others=None)
        return step


def drawn(seed: object) -> Iterator[History]:
    """Endless histories, the same for the same seed."""
    source = Random(str(seed))  # noqa: S311 - histories, not secrets
    paths, migrations, finish = Deck(PATHS, source), Deck(MIGRATIONS, source), Deck(FINISH, source)
    troubles: dict[str, _Troubles] = {}
    for _ in count():
        beginning, path = paths.next()
        steps: list[Step] = []
        for before, stage in zip((beginning, *path), path, strict=False):
            where = situation(stage, before)
            troubles.setdefault(where, _Troubles(stage, where, source))
            steps.append(troubles[where].next())
        yield History(tuple(steps), beginning, migrations.next(), finish=finish.next())
