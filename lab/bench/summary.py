"""What a user wants to know first: how long it takes, how much memory, and how large the state is, by number of images.

Nothing is measured here: the figures are those of other parts.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.bound_page import AZURE_SECONDS, PARALLEL
from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.results import Row

COUNTS = (1, 10, 100, 1_000)
HEAD = f"""## In short

Images of 40 GB to three regions, which Azure takes {AZURE_SECONDS / 60:.0f} minutes for, with `gallery-migrate` or
`pulumi up --parallel 100`; 1,000 images in several stacks side by side. Publishing is what was measured at a faster
time scale, with replication at Azure's pace in place of the scaled one; Azure's request budgets come on top where more
than 135 definitions are new. Machine and versions stand in the table above; local Azure throttled nobody.
"""
STEPS = {
    "preview without changes": "preview without changes",
    "validate: the gate for all": "validate",
    "retire: the gate again, then the deletions": "retire: gate, then delete",
}
"""What the table says, and the command of the part about growth."""


def section(results: Mapping[str, Sequence[Row]]) -> str:
    """The table; empty where nothing of it was measured."""
    bound, grown = results.get("bound", ()), results.get("growth", ())
    if not bound or not grown:
        return ""
    header = ["", *[f"{count:,} image{'s' if count > 1 else ''}" for count in COUNTS]]
    return "\n".join([HEAD, table(header, [_publish(bound), *_steps(grown), *_sizes(results)])])


def _publish(rows: Sequence[Row]) -> list[str]:
    """Our own part as it was measured, and replication at Azure's pace in as many rounds as there are."""
    cells: list[str] = []
    for count in COUNTS:
        ways = (PARALLEL, f"{PARALLEL}, stacks of 100")
        runs = [run for row in rows if row["count"] == count and row["way"] in ways for run in row["runs"]]
        done = [run["published"] for run in runs if "seconds" in run.get("published", {})]
        rounds = max(1, count // 100)
        ours = median(each["seconds"] - each["bound"] for each in done) if done else None
        cells.append("not measured" if ours is None else _duration(ours + rounds * AZURE_SECONDS))
    return ["publish, with replication at Azure's pace", *cells]


def _steps(rows: Sequence[Row]) -> Iterator[list[str]]:
    for title, command in STEPS.items():
        seconds = {
            row["count"]: median(row["seconds"]) for row in rows if row["command"] == command and "seconds" in row
        }
        yield [title, *[_duration(seconds[count]) if count in seconds else "not measured" for count in COUNTS]]


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
