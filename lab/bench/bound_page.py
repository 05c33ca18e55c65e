"""The section about the bound."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.charts import bars
from bench.fleets import DISK_GB, LARGEST_STACK
from bench.tables import median_and_spread, table
from local_azure.galleries.durations import replication_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.results import Row

AT_ONCE = 100
"""Versions under way: 15,000 status reads in 30 minutes allow 125 at a read every 15 seconds (docs/fleets.md)."""
VERSION_SECONDS = 60.0
AZURE_SECONDS = replication_seconds(DISK_GB, "southcentralus", "eastus", "Full")
SCALE = VERSION_SECONDS / AZURE_SECONDS
PARALLEL, DEFAULT = f"--parallel {AT_ONCE}", "default"
PACKED, ONCE = f"{PARALLEL}, state compressed", f"{PARALLEL}, state saved once"
SMALL_STACKS = {f"{PARALLEL}, stacks of {size}": size for size in (25, 100)}
WAYS = (PARALLEL, PACKED, *SMALL_STACKS, ONCE, DEFAULT)
PICTURE = "bench-bound.svg"

HEAD = f"""## Against the bound

The service replicates; what is added to it is ours. Here local Azure runs at a time scale at which one version takes
{VERSION_SECONDS:.0f} s ({AZURE_SECONDS:.0f} s in Azure), and throttles nobody (its buckets: see below). The
bound comes from what local Azure's own records say that its operations took: the longest of them, or all of them shared
out with at most {AT_ONCE} under way, whichever is more. All other seconds count as ours: start of engine, language host
and program, the definitions, the state, the gate's reads, polls that come late.

By default the engine works on four resources per core at a time, too few to wait for Azure with. `gallery-migrate` lets
it work on {AT_ONCE}; beside it `pulumi up --parallel {AT_ONCE}` or `PULUMI_PARALLEL={AT_ONCE}` does so.

More than {LARGEST_STACK} images are several stacks side by side, because a stack's config has no room for them; they
share the {AT_ONCE}. A self-managed backend writes the whole state after every step, so small stacks side by side
write less: *stacks of 100* is what `gallery-migrate shard` makes of the same images, *stacks of 25* with
`--max-migrations 25`. *State compressed* is one stack with `PULUMI_DIY_BACKEND_ZSTD=true`.

*State saved once* measures what the writing costs in one stack: with `PULUMI_SKIP_CHECKPOINTS=true` the engine writes
it at the end only. It is no setting for work, since an update that is killed then has no memory of what it made;
Pulumi Cloud, which journals single steps, has neither the cost nor the risk.
"""
PUBLISH = """### Publish
"""
PACE = f"""Azure is {1 / SCALE:.1f} times slower than this time scale; what is ours is not. The last column sets the
same seconds of ours beside the bound at Azure's own pace. It has none for the default, which waits for Azure in rounds.
"""
RETIRE = """### Retire

The bound is the time of the deletes, half a second each: less than an engine takes to start, so that nothing comes
near it. The gate, which reads its proof afresh before each delete, is not in it.
"""
WHOLE = """### All three updates

Publish, validate and retire beside the sum of the two bounds; validating waits for nothing and has none.
"""
HEADER = ["images", "setting", "bound", "measured", "measured / bound", "at Azure's pace"]
STAGES = ("published", "validated", "retired")
Run = dict[str, dict[str, float]]
"""Of each update `seconds` and `bound`; `stopped_minutes` where it was stopped."""


def section(rows: Sequence[Row]) -> str:
    """Publish, retire, and all three updates beside their bounds."""
    picture = f"![Time to publish divided by the bound](pictures/{PICTURE})\n"
    publish, retire = (table(HEADER, _lines(rows, stage), words=2) for stage in ("published", "retired"))
    whole = table(["images", "setting", *STAGES, "all", "all / bounds"], _whole(rows), words=2)
    return "\n".join([HEAD, PUBLISH, publish, PACE, picture, RETIRE, retire, WHOLE, whole])


def charts(rows: Sequence[Row]) -> dict[str, str]:
    """The ratio of publish by number of images, one group for each setting."""
    counts = sorted({int(row["count"]) for row in rows})
    ratios = {(row["way"], row["count"]): ratio(row, "published") for row in rows}
    groups = {way: [ratios.get((way, count)) for count in counts] for way in WAYS}
    labels = [f"{count:,}" for count in counts]
    return {PICTURE: bars("Time to publish divided by the bound, by number of images", labels, groups, "times")}


def ratio(row: Row, stage: str) -> float | None:
    """Time divided by the bound, the median of the runs; None where none was done."""
    done = _done(row, stage)
    return round(median(each["seconds"] / each["bound"] for each in done), 2) if done else None


def _in_order(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["count"], WAYS.index(row["way"])))


def _lines(rows: Sequence[Row], stage: str) -> Iterator[list[str]]:
    for row in _in_order(rows):
        done = _done(row, stage)
        cells = [f"{row['count']:,}", row["way"]]
        if done:
            bound = median(each["bound"] for each in done)
            ratios = [each["seconds"] / each["bound"] for each in done]
            measured = [median_and_spread([each["seconds"] for each in done]), median_and_spread(ratios, 2)]
            yield [*cells, f"{bound:.1f}", *measured, "-" if row["way"] == DEFAULT else _pace(done)]
        elif any(stage in each for each in row["runs"]):
            minutes = next(each[stage]["stopped_minutes"] for each in row["runs"] if stage in each)
            yield [*cells, "-", f"over {minutes * 60:.0f}", "-", "-"]


def _done(row: Row, stage: str) -> list[dict[str, float]]:
    runs: list[Run] = row["runs"]
    return [run[stage] for run in runs if "seconds" in run.get(stage, {})]


def _pace(done: Sequence[dict[str, float]]) -> str:
    ours = [(each["seconds"] - each["bound"]) / (each["bound"] / SCALE) for each in done]
    return f"{1 + median(ours):.2f}"


def _whole(rows: Sequence[Row]) -> Iterator[list[str]]:
    for row in _in_order(rows):
        runs: list[Run] = [run for run in row["runs"] if all("seconds" in run.get(stage, {}) for stage in STAGES)]
        if runs:
            parts = [median_and_spread([run[stage]["seconds"] for run in runs]) for stage in STAGES]
            sums = [sum(run[stage]["seconds"] for stage in STAGES) for run in runs]
            bounds = [sum(run[stage]["bound"] for stage in STAGES) for run in runs]
            ratios = [seconds / bound for seconds, bound in zip(sums, bounds, strict=True)]
            yield [f"{row['count']:,}", row["way"], *parts, median_and_spread(sums), median_and_spread(ratios, 2)]
