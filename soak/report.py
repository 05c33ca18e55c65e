"""docs/reliability.md, from a tally."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from soak.faults import FAULTS
from soak.interruptions import STEPS
from soak.invariants import INVARIANTS
from soak.others import CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from soak.tally import Tally


ABOUT = """\
Written by `python -m soak` (`make soak`), never by hand: drawn histories of a stack, played by the real Pulumi engine
and the unmodified program against local Azure, each under faults, signals and other people's changes. An oracle that
shares no code with the product reads local Azure at the moment of every DELETE of an image. After each history the
commands of [the runbook](runbook.md) are run, and the stack must be as wanted; of most, the images that are left are
then validated and retired. Most sequences begin with a copy of a stack in stage published or validated, the others with
nothing; two of five have two or three migrations."""


def report(tally: Tally) -> str:
    """The page."""
    middle, most, longest = tally.seconds_to_recover()
    sections = [
        "# Reliability",
        ABOUT,
        _table(
            ("", ""),
            [
                ("sequences", tally.histories),
                ("of these one kill each, at every step of the example", tally.named("kill")),
                ("commands under trouble", sum(tally.count("commands").values())),
                ("faults that hit", sum(tally.count("faults").values())),
                ("changes by others", sum(tally.count("others").values())),
                ("signals sent", sum(tally.kills().values())),
                ("commands that failed or were refused", tally.total("failed_commands")),
                ("images at risk", tally.total("images")),
                ("images retired, each proven at that moment", tally.total("retired")),
                ("**images lost**", f"**{tally.total('lost')}**"),
                ("sequences that did not end as wanted", len(tally.broken)),
                ("time to recover: median, 95 %, longest", f"{middle:.1f} s, {most:.1f} s, {longest:.1f} s"),
            ],
        ),
        "## Faults by kind",
        _table(("fault of Azure", "hit"), _counted(FAULTS, tally.count("faults"))),
        _table(("changed by others", "times"), _counted(CHANGES, tally.count("others"))),
        _table(("command", "times"), sorted(tally.count("commands").items())),
        "## Kills by step",
        _kills(tally),
        "## Recovery",
        _table(("command of the runbook", "times"), sorted(tally.count("recovery").items())),
        *_broken(tally),
        "## Invariants",
        _table(("what always holds", "held by"), [(text, f"`{test}`") for text, test in INVARIANTS.items()]),
    ]
    return "\n\n".join(sections) + "\n"


def _broken(tally: Tally) -> list[str]:
    """What did not end as wanted, each with the first line of its reason; nothing when all did."""
    if not tally.broken:
        return []
    rows = [(each.name, f"`{each.history}`", each.broken.split("\n")[0]) for each in tally.outcomes if each.broken]
    return ["## Sequences that did not end as wanted", _table(("sequence", "history", "what was wrong"), rows)]


def _counted(names: Iterable[str], counts: Counter[str]) -> list[tuple[str, int]]:
    return [(name, counts[name]) for name in names]


def _kills(tally: Tally) -> str:
    kills = tally.kills()
    moments = dict.fromkeys(moment for steps in STEPS.values() for moment in steps)
    columns = sorted({(victim, signal) for _, victim, signal in kills})
    rows = [(moment, *(kills[moment, victim, signal] for victim, signal in columns)) for moment in moments]
    return _table(("at the moment of", *(f"{victim} {signal}" for victim, signal in columns)), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
