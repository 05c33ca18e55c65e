"""The section about Azure's request budgets: the first one that a user needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.results import Row

OURS, ASYNCIO, XARGS = "pulumi up --parallel 100", "SDK, asyncio", "az, xargs -P 100"
UP = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--parallel", "100"]
STEPS: dict[str, tuple[str, list[str]]] = {
    "preview": ("published", ["pulumi", "preview", "--non-interactive", "--parallel", "100"]),
    "publish": ("published", UP),
    "validate": ("validated", UP),
    "retire": ("retired", UP),
}
"""Each step's stage and command."""

HEAD = """## With Azure's request budgets

Local Azure refuses what Azure refuses (429), with budgets of the recorded sizes. *preview* and *publish* are those of
new stacks; 1,000 images are ten stacks of 100 side by side, each with its share (`GALLERY_MIGRATE_STACKS_AT_ONCE`). The
bound is what Azure's budgets and replication take for any client. The program declares new resources no faster than the
budgets bear; the scripts send everything at once and rely on their SDK's three retries.

All of it is measured by `python -m bench throttled --minutes 90` (some hours on a machine with nothing else to do);
`--time-scale 0.01 --counts 300` shows in minutes whether anything fails, and its seconds mean little.
"""


def section(rows: Sequence[Row]) -> str:
    """Each step beside its bound, with what was refused, and the scripts."""
    header = [
        "images",
        "way",
        "step",
        "time scale",
        "seconds",
        "bound",
        "seconds over the bound",
        "answers 429",
        "outcome",
    ]
    return "\n".join([HEAD, table(header, _lines(rows), words=3)])


def _lines(rows: Sequence[Row]) -> Iterator[list[str]]:
    for row in sorted(rows, key=lambda row: (row["count"], row["way"] != OURS, row["way"])):
        for step, done in row["steps"].items():
            seconds, bound = done["seconds"], done.get("bound")
            over = "-" if seconds is None or bound is None else f"{seconds - bound:.1f}"
            yield [
                f"{row['count']:,}",
                row["way"],
                step,
                f"{row['time_scale']:g}",
                "-" if seconds is None else f"{seconds:.1f}",
                "-" if bound is None else f"{bound:.1f}",
                over,
                f"{done['refused']:,}",
                "**failed**" if done["failed"] else "succeeded",
            ]
