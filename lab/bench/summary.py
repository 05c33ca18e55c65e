"""What a user wants to know first: how long it takes, how much memory, and how large the state is, by number of images.

Nothing is measured here: the figures are those of other parts.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.bound_page import AZURE_SECONDS, PARALLEL
from bench.tables import table
from bench.throttled_page import azure_seconds, step_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.results import Row

COUNTS = (1, 10, 100, 300, 1_000)
HEAD = f"""## In short

Images of 40 GB to three regions, which Azure takes {AZURE_SECONDS / 60:.0f} minutes for, with `gallery-migrate` or
`pulumi up --parallel 100`; 1,000 images in several stacks side by side. Publishing and retiring are what was measured
with Azure's request budgets, and replication at Azure's pace in place of the scaled one; where that was not measured,
publishing is without the budgets, which come on top where more than 135 definitions are new. Machine and versions stand
in the table above; in everything else local Azure throttled nobody.
"""
STEPS = {
    "preview without changes": ("preview without changes", ""),
    "validate: the gate for all": ("validate", "validate"),
    "retire: the gate again, then the deletions": ("retire: gate, then delete", "retire"),
}
"""What the table says, the command of the part about growth, and the step of the part about budgets."""


def section(results: Mapping[str, Sequence[Row]]) -> str:
    """The table; empty where nothing of it was measured."""
    bound, grown = results.get("bound", ()), results.get("growth", ())
    if not bound or not grown:
        return ""
    header = ["", *[f"{count:,} image{'s' if count > 1 else ''}" for count in COUNTS]]
    met = results.get("throttled", ())
    return "\n".join([HEAD, table(header, [_publish(bound, met), *_steps(grown, met), *_sizes(results)])])


def _with_budgets(rows: Sequence[Row], count: int, step: str) -> str | None:
    """A step as it was measured with Azure's budgets, at its pace, or that it failed; None: not measured."""
    done = step_of(rows, count, step)
    if done is None:
        return None
    seconds = azure_seconds(done)
    return "failed, see below" if seconds is None else _duration(seconds)


def _publish(rows: Sequence[Row], met: Sequence[Row]) -> list[str]:
    """With budgets; else our own part as it was measured, and replication in as many rounds as there are."""
    cells: list[str] = []
    for count in COUNTS:
        if with_budgets := _with_budgets(met, count, "publish"):
            cells.append(with_budgets)
            continue
        ways = (PARALLEL, f"{PARALLEL}, stacks of 100")
        runs = [run for row in rows if row["count"] == count and row["way"] in ways for run in row["runs"]]
        done = [run["published"] for run in runs if "seconds" in run.get("published", {})]
        rounds = max(1, count // 100)
        ours = median(each["seconds"] - each["bound"] for each in done) if done else None
        cells.append("not measured" if ours is None else _duration(ours + rounds * AZURE_SECONDS))
    return ["publish, with replication at Azure's pace", *cells]


def _steps(rows: Sequence[Row], met: Sequence[Row]) -> Iterator[list[str]]:
    for title, (command, step) in STEPS.items():
        measured = {
            row["count"]: _duration(median(row["seconds"]))
            for row in rows
            if row["command"] == command and "seconds" in row
        }
        budgets = {count: cell for count in COUNTS if (cell := _with_budgets(met, count, step))}
        cells = measured | budgets
        yield [title, *[cells.get(count, "not measured") for count in COUNTS]]


def _sizes(results: Mapping[str, Sequence[Row]]) -> Iterator[list[str]]:
    for kind in ("program", "engine"):
        peaks: dict[int, float] = {}
        for row in results["growth"]:
            if "peak_mb" in row:
                peaks[row["count"]] = max(peaks.get(row["count"], 0.0), row["peak_mb"].get(kind, 0.0))
        yield [
            f"memory of the {kind}",
            *[f"{peaks[each]:.0f} MB" if each in peaks else "not measured" for each in COUNTS],
        ]
    yield ["state, not compressed (12 KB for each migration)", *[f"{12 * count / 1_000:g} MB" for count in COUNTS]]


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.1f} min"
