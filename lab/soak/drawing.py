"""Drawing histories: all kinds of trouble come in shuffled rounds, so that each comes again and again."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from soak import kinds
from soak.commands import DOCUMENTED_DESTROY
from soak.decks import Decks
from soak.drawn_commands import across_logins, of_only_copies, with_options
from soak.drawn_operators import side_by_side, signalled, with_consent
from soak.faults import CHILDREN, HITS, SLOW_LISTS, THROTTLED_DELETE, THROTTLED_FOR_LONG, THROTTLED_LISTS
from soak.histories import History, Interruption, Meanwhile, Step
from soak.interruptions import SIGNALS, VICTIMS
from soak.moments import LISTS_READ
from soak.others import CHANGES, ELSEWHERE, INTO_THE_BIN, OF_EXISTING, SERVICES
from soak.situations import AFTER_THE_PREVIEW, MEANWHILE, MOMENTS_IN, PATHS, situation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from soak.beginnings import Beginning
    from soak.histories import Stage

MIGRATIONS = [1, 1, 1, 2, 3]
REGIONS = [2, 2, 2, 3]
FINISH = [True, *[False] * 5]
COMMANDS = ["two shells", "two stacks", "refresh", "abandon"]
TO_THE_GATE: list[tuple[Beginning, Stage]] = [
    ("published", "validated"),
    ("validated", "retired"),
    ("validated", "retired"),
]
THROTTLED: list[tuple[str, str | None]] = [
    (THROTTLED_FOR_LONG, "version deleted"),
    (THROTTLED_DELETE, None),
    (THROTTLED_DELETE, "lock added"),
    (THROTTLED_FOR_LONG, "image made again under the same name"),
    (THROTTLED_DELETE, None),
    (THROTTLED_DELETE, "lock added"),
]
"""A delete that is sent again within its minute goes by the proof that it has: what only a new one sees is left out."""


def drawn(seed: object) -> Iterator[History]:
    """Endless histories, the same for the same seed."""
    decks = Decks(Random(str(seed)))  # noqa: S311 - histories, not secrets
    cards = [kind for kind, often in kinds.ROUND.items() for _ in range(often)]
    for _ in count():
        kind = decks.draw("kind", cards)
        history = DRAWN[kind](decks, kind)
        yield replace(history, kind=kind, finish=decks.draw("finish", FINISH))


def _along_a_path(decks: Decks, kind: str) -> History:
    """A stack is taken along a path, and something happens in each step."""
    beginning, path = decks.draw(("path", kind), PATHS)
    steps: list[Step] = []
    for before, stage in zip((beginning, *path), path, strict=False):
        steps.append(_troubled(decks, kind, stage, situation(stage, before)))
    return History(tuple(steps), beginning, decks.draw(("migrations", kind), MIGRATIONS))


def _troubled(decks: Decks, kind: str, stage: Stage, where: str) -> Step:
    step = Step(stage, regions=decks.draw("regions", REGIONS))
    if kind == kinds.SIGNAL:
        moment, victim = decks.draw(("moment", where), MOMENTS_IN[where]), decks.draw(("victim", where), VICTIMS)
        return replace(step, interruption=Interruption(moment, victim, decks.draw("signal", SIGNALS)))
    if kind == kinds.OTHERS:
        step = replace(step, others=decks.draw(("others", where), sorted(set(CHANGES) - {*ELSEWHERE, *OF_EXISTING})))
    if kind == kinds.SIDE_BY_SIDE:
        commands = COMMANDS if stage != "retired" else COMMANDS[:-1]
        step = replace(step, command=decks.draw(("command", stage), commands))
    if kind == kinds.FAULT or decks.draw(("also a fault", kind), [True, False]):
        step = replace(step, fault=decks.draw(("fault", where), HITS[where]))
    if step.fault == CHILDREN:
        # With the image gone as well, nothing could make the version again.
        return replace(step, command=DOCUMENTED_DESTROY, others=None)
    return step


def _during(decks: Decks, _kind: str) -> History:
    paths: list[tuple[Beginning, Stage]] = [("nothing", "published"), *TO_THE_GATE]
    beginning, stage = decks.draw("during", paths)
    changes = MEANWHILE[situation(stage, beginning)]
    moment = decks.draw(("during", stage), list(changes))
    change = decks.draw(("during", stage, moment), changes[moment])
    return _while_it_runs(beginning, Step(stage, meanwhile=Meanwhile(moment, change)))


def _after_preview(decks: Decks, kind: str) -> History:
    moment = decks.draw(kind, list(AFTER_THE_PREVIEW))
    change = decks.draw((kind, moment), AFTER_THE_PREVIEW[moment])
    return _while_it_runs("validated", Step("retired", "up with a preview", meanwhile=Meanwhile(moment, change)))


def _lists(decks: Decks, _kind: str) -> History:
    beginning, stage = decks.draw("lists", TO_THE_GATE)
    fault = decks.draw(("lists", stage), [*SLOW_LISTS, *THROTTLED_LISTS])
    moment = f"{fault.rsplit(' of ', 1)[1]} listed"
    change = decks.draw(("lists", stage, moment), [None, *MEANWHILE[stage][moment]])
    meanwhile = None if change is None else Meanwhile(moment, change)
    return _while_it_runs(beginning, Step(stage, fault=fault, meanwhile=meanwhile))


def _throttled(decks: Decks, _kind: str) -> History:
    fault, change = decks.draw("throttled", THROTTLED)
    meanwhile = Meanwhile("delete refused", change) if change else None
    return _while_it_runs("validated", Step("retired", fault=fault, meanwhile=meanwhile))


def _while_it_runs(beginning: Beginning, step: Step) -> History:
    """With one migration: what others change and what is held back belong to the same image."""
    return History((step,), beginning)


def _elsewhere(decks: Decks, _kind: str) -> History:
    beginning, stage = decks.draw("elsewhere", TO_THE_GATE)
    step = Step(stage, others=decks.draw(("elsewhere", stage), sorted([*ELSEWHERE, *SERVICES])))
    return History((step,), beginning, decks.draw("elsewhere: migrations", [1, 2]))


def _existing(decks: Decks, kind: str) -> History:
    """The stack has not made the version and cannot keep it: it is lost, replaced, older than the image, or a shell.

    An image that is made again before the stack has adopted it is told from the version's source by its age alone.
    """
    if decks.draw((kind, "from the start"), [True, False, False, False]):
        change = decks.draw((kind, "before"), _OLDER)
        steps = (Step("published", others=change), Step("validated"), Step("retired"))
        return History(steps, "nothing", layout="existing versions")
    beginning, stage = decks.draw(kind, TO_THE_GATE)
    if decks.draw((kind, "when", stage), ["before", "while it runs"]) == "before":
        step = Step(stage, others=decks.draw((kind, "spoilt"), _SPOILT))
    else:
        moment = decks.draw((kind, stage, "moment"), ["program reads", "locks read", *LISTS_READ])
        step = Step(stage, meanwhile=Meanwhile(moment, decks.draw((kind, stage), _FOOLING)))
    return History((step,), beginning, layout="existing versions")


_OLDER = ["image made again under the same name", "image changed under the same name", "version made Shallow"]
_SPOILT = [*OF_EXISTING, "version deleted"]
_FOOLING = [
    *sorted(set(OF_EXISTING) - {INTO_THE_BIN}),
    "image made again under the same name",
    "region dropped",
    "version deleted",
    "version replaced",
]

DRAWN: dict[str, Callable[[Decks, str], History]] = {
    kinds.FAULT: _along_a_path,
    kinds.SIGNAL: _along_a_path,
    kinds.OTHERS: _along_a_path,
    kinds.SIDE_BY_SIDE: _along_a_path,
    kinds.DURING: _during,
    kinds.AFTER_PREVIEW: _after_preview,
    kinds.LISTS: _lists,
    kinds.THROTTLED: _throttled,
    kinds.ELSEWHERE: _elsewhere,
    kinds.EXISTING: _existing,
    kinds.DESTROYED: of_only_copies,
    kinds.COPIES: of_only_copies,
    kinds.OPTIONS: with_options,
    kinds.LOGIN: across_logins,
    kinds.COMMAND_LINE: with_consent,
    kinds.OPERATOR_SIGNAL: signalled,
    kinds.OPERATORS: side_by_side,
}
"""How each kind is drawn."""
