"""The section about Azure's request budgets, the first one that a user needs, and what the goals say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.buckets import buckets_of
from bench.tables import table
from local_azure.arm.settings import ManagerLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.results import Row

OURS, ASYNCIO, XARGS = "pulumi up --parallel 100", "SDK, asyncio", "az, xargs -P 100"
PACKED = f"{OURS}, state compressed"
SCALE = 0.05
"""One version takes half a minute; budgets fill at Azure's pace whatever the scale is."""
UP = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--parallel", "100"]
STEPS: dict[str, tuple[str, list[str]]] = {
    "preview": ("published", ["pulumi", "preview", "--non-interactive", "--parallel", "100"]),
    "publish": ("published", UP),
    "validate": ("validated", UP),
    "retire": ("retired", UP),
}
"""Each step's stage and command."""
UPDATES = ("publish", "validate", "retire")

HEAD = """## With Azure's request budgets

Local Azure refuses what Azure refuses (429), with budgets of the recorded sizes that fill at Azure's pace. *preview*
and *publish* are those of new stacks; 1,000 images are ten stacks of 100 side by side, each with its share
(`GALLERY_MIGRATE_STACKS_AT_ONCE`), and are only published. *Bound* is what budgets and operations take, by local
Azure's own records: for a script that only writes, and for `pulumi up` with the six reads that azure-native makes of
each image before its version is asked for (100 images: 14 seconds). Operations are shorter here by the time scale,
budgets are not. *At Azure's pace* sets the same seconds over the bound beside the bound with operations as long as
Azure's. *Other work* is how many cores were busy with something else meanwhile: with more than a few tenths the
seconds over the bound are too high.

Resource Manager counts as in public Azure, in token buckets that fill again every second; with *hourly* as in Azure
China, where a subscription may write 1,200 times in an hour (`--manager-limits hourly`). Polls, which come more often
at a smaller time scale, count for as much less.

*State compressed* is with `PULUMI_DIY_BACKEND_ZSTD=true` from the first update on ([fleets](fleets.md#plan)).

The program declares new resources no faster than the budgets bear; the scripts send everything at once and rely on
their SDK's three retries, and are measured with as many images as the budgets bear at once.

All of it is measured by `python -m bench throttled` (about 40 minutes on a machine with nothing else to do);
`--time-scale 1` is Azure's own pace, `--time-scale 0.01 --counts 300` shows in minutes whether anything fails.
"""
HEADER = [
    "images",
    "way",
    "step",
    "Resource Manager",
    "time scale",
    "seconds",
    "bound",
    "over the bound",
    "at Azure's pace",
    "other work",
    "answers 429",
    "outcome",
]


def section(rows: Sequence[Row]) -> str:
    """Each step beside its bound, with what was refused, and the scripts."""
    return "\n".join([HEAD, table(HEADER, _lines(rows), words=4)])


def _lines(rows: Sequence[Row]) -> Iterator[list[str]]:
    for row in sorted(rows, key=lambda row: (row["count"], row["way"] != OURS, row["way"], _is_hourly(row))):
        for step, done in row["steps"].items():
            over, pace, work = over_bound(done), at_azures_pace(done), done.get("other_work")
            yield [
                f"{row['count']:,}",
                row["way"],
                step,
                row["manager_limits"],
                f"{row['time_scale']:g}",
                "-" if done["seconds"] is None else f"{done['seconds']:.1f}",
                f"{done['bound']:.1f}",
                "-" if over is None else f"{over:.1f}",
                "-" if pace is None else f"{pace:.2f}",
                "-" if work is None else f"{work:.1f}",
                f"{done['refused']:,}",
                "**failed**" if done["failed"] else "succeeded",
            ]


def over_bound(done: Row) -> float | None:
    """The seconds of a step that neither Azure's budgets nor its operations take; None where it failed."""
    return None if done["seconds"] is None else float(done["seconds"]) - float(done["bound"])


def azure_seconds(done: Row) -> float | None:
    """What a step would take with operations as long as Azure's; None where it failed."""
    over = over_bound(done)
    return None if over is None else float(done["azure_bound"]) + over


def at_azures_pace(done: Row) -> float | None:
    """That, divided by the bound; None where the bound is nothing, or shorter than an engine's start."""
    seconds = azure_seconds(done)
    bound = float(done["azure_bound"])
    return None if seconds is None or bound < 60 else seconds / bound


def step_of(rows: Sequence[Row], count: int, step: str, way: str = OURS) -> Row | None:
    """A step of the project's with so many images; None where it was not measured."""
    return _steps_of(rows, count, way).get(step)


def _steps_of(rows: Sequence[Row], count: int, way: str) -> Row:
    """What was measured of a way, as public Azure counts requests; where only that was measured, as by the hour."""
    found = [row for row in rows if row["count"] == count and row["way"] == way]
    steps: list[Row] = [row["steps"] for row in sorted(found, key=_is_hourly)]
    return steps[0] if steps else {}


def _is_hourly(row: Row) -> bool:
    return row["manager_limits"] == ManagerLimits.HOURLY.value


def beside_asyncio(rows: Sequence[Row], count: int) -> float | None:
    """All three updates divided by the script's time, both at Azure's pace; None where one was not measured."""
    ours = [done for step in UPDATES if (done := step_of(rows, count, step)) is not None]
    known = [seconds for done in ours if (seconds := azure_seconds(done)) is not None]
    script = _steps_of(rows, count, ASYNCIO).get("all")
    theirs = azure_seconds(script) if script is not None else None
    return sum(known) / theirs if theirs is not None and len(known) == len(UPDATES) else None


def beside_deletions(rows: Sequence[Row], count: int) -> float | None:
    """Time of retiring divided by what the deletions take at the rate at which their budget fills."""
    done = step_of(rows, count, "retire")
    seconds = None if done is None else azure_seconds(done)
    least = min(count * bucket.seconds / bucket.size for bucket in buckets_of("Microsoft.Compute/images", "delete"))
    return seconds / least if seconds else None


def failed_commands(rows: Sequence[Row]) -> int | None:
    """How many of the project's commands failed; None where none was measured."""
    done = [step for row in rows if row["way"] in (OURS, PACKED) for step in row["steps"].values()]
    return sum(step["failed"] for step in done) if done else None
