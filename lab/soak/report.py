"""docs/reliability.md, from a tally."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from soak.edits import EDITS
from soak.faults import FAULTS
from soak.interruptions import STEPS
from soak.invariants import INVARIANTS
from soak.kinds import KILL, ROUND
from soak.moments import HELD
from soak.others import CHANGES
from soak.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable


ABOUT = """\
Written by `python -m soak` (`make soak`), never by hand: drawn histories of a stack, played by the real Pulumi engine,
the unmodified program and the command line against local Azure, each under one kind of trouble or several. Oracles that
share no code with the product read local Azure at the moment of every DELETE of an image, a version, a definition or a
gallery: an image may go only if its version proves it at that moment, nothing else needs it and somebody consented to
exactly that image; a version whose image is gone may go only if the config gives it up. After each history the commands
of [the runbook](runbook.md) are run, and the stack must be as wanted; of some, the images that are left are then
validated and retired. Most sequences begin with a copy of a stack in a stage; nearly half have two or three migrations.

What nobody can see is not drawn: a change in the seconds after the last round of the gate's reading, or while Azure
makes a DELETE wait for less than its minute, and a new reference while a list is read
([Security](security.md#what-no-belt-covers))."""
RISKS = ("kind", "sequences", "images", "only copies", "images lost", "only copies lost", "not converging")


def report(tally: Tally) -> str:
    """The page."""
    sections = [
        "# Reliability",
        ABOUT,
        _table(("", ""), _summary(tally)),
        "## Sequences by kind",
        _table(RISKS, [_risks(kind, tally.by_kind().get(kind, Tally())) for kind in _kinds(tally)]),
        "## Faults by kind",
        _table(("fault of Azure", "hit"), _counted(FAULTS, tally.count("faults"))),
        _table(("changed by others before a command", "times"), _counted(CHANGES, tally.count("others"))),
        _table(("edited by the user", "times"), _counted(EDITS, tally.count("edits"))),
        _table(("command", "times"), sorted(tally.count("commands").items())),
        "## Changes by others while a command runs",
        _crossed("while this was held back", tally.meanwhile(), list(HELD)),
        "## Kills by step",
        _crossed(
            "at the moment of",
            Counter({(moment, f"{victim} {sign}"): n for (moment, victim, sign), n in tally.kills().items()}),
            list(dict.fromkeys(moment for steps in STEPS.values() for moment in steps)),
        ),
        "## Signals to the command line alone",
        _crossed(
            "at the moment of",
            Counter({(f"`{command}`: {at}", sign): n for (command, at, sign), n in tally.operators().items()}),
            sorted({f"`{command}`: {at}" for command, at, _ in tally.operators()}),
        ),
        "## Recovery",
        _table(("command of the runbook", "times"), sorted(tally.count("recovery").items())),
        *_broken(tally),
        "## Invariants",
        _table(("what always holds", "held by"), [(text, f"`{test}`") for text, test in INVARIANTS.items()]),
    ]
    return "\n\n".join(sections) + "\n"


def _summary(tally: Tally) -> list[tuple[object, ...]]:
    middle, most, longest = tally.seconds_to_recover()
    return [
        ("sequences", tally.histories),
        ("of these one kill each, at every step of the example", tally.named("kill")),
        ("commands under trouble", sum(tally.count("commands").values())),
        ("faults that hit", sum(tally.count("faults").values())),
        ("changes by others", sum(tally.count("others").values()) + sum(tally.meanwhile().values())),
        ("signals sent", sum(tally.kills().values()) + sum(tally.operators().values())),
        ("commands that failed or were refused", tally.total("failed_commands")),
        ("images at risk", tally.total("images")),
        ("images retired, each proven at that moment", tally.total("retired")),
        ("only copies at risk", tally.total("only_copies")),
        ("**images lost**", f"**{tally.total('lost')}**"),
        ("**only copies lost**", f"**{tally.total('lost_copies')}**"),
        ("sequences that did not end as wanted", len(tally.broken)),
        ("time to recover: median, 95 %, longest", f"{middle:.1f} s, {most:.1f} s, {longest:.1f} s"),
    ]


def _kinds(tally: Tally) -> list[str]:
    """The kinds in the order in which they are declared; those that are known no more at the end."""
    return list(dict.fromkeys([*ROUND, KILL, *tally.by_kind()]))


def _risks(kind: str, tally: Tally) -> tuple[object, ...]:
    lost = [tally.total(number) for number in ("images", "only_copies", "lost", "lost_copies")]
    return (kind, tally.histories, *lost, len(tally.broken))


def _broken(tally: Tally) -> list[str]:
    """What did not end as wanted, each with the first line of its reason; nothing when all did."""
    if not tally.broken:
        return []
    rows = [(each.name, f"`{each.history}`", each.broken.split("\n")[0]) for each in tally.outcomes if each.broken]
    return ["## Sequences that did not end as wanted", _table(("sequence", "history", "what was wrong"), rows)]


def _counted(names: Iterable[str], counts: Counter[str]) -> list[tuple[str, int]]:
    return [(name, counts[name]) for name in names]


def _crossed(head: str, counts: Counter[tuple[str, str]], rows: list[str]) -> str:
    """How often each pair came: the first of it down the page, the second across."""
    columns = sorted({column for _, column in counts})
    return _table((head, *columns), [(row, *(counts[row, column] for column in columns)) for row in rows])


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
