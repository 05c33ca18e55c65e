"""How time and memory grow with the number of migrations when Azure takes no time: what is left is what is ours."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.azure import SAVED_ONCE, fleet_azure, stacks
from bench.charts import log_log
from bench.exponent import exponent
from bench.fleets import LARGEST_STACK, numbers
from bench.measured import CommandStopped
from bench.side_by_side import measure_all
from bench.tables import median_and_spread, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.azure import FleetStack
    from bench.measured import Measurement
    from bench.results import Options, Row
    from harness.local_azure import LocalAzure

COUNTS = (1, 10, 30, 100, 300, 1000)
COMMAND_LINE = str(Path(sys.prefix) / "bin" / "gallery-migrate")
UP = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive"]
PREVIEW = ["pulumi", "preview", "--non-interactive"]
INVENTORY = "inventory"
COMMANDS = {
    "publish": ("published", UP),
    "preview without changes": ("published", PREVIEW),
    "update without changes": ("published", UP),
    "preview of validating: gate for all": ("validated", PREVIEW),
    "validate": ("validated", UP),
    "retire: gate, then delete": ("retired", UP),
    INVENTORY: ("retired", [COMMAND_LINE, "inventory", "--json"]),
}
"""Name of a row: the stage that the config has by then, and what is run."""
CHANGING = ("publish", "validate", "retire: gate, then delete")
ONCE = ", state saved once"
SAVED_EACH_STEP_UP_TO, SAVED_ONCE_FROM = 300, 100
REPEATED = ("preview without changes", "update without changes", "preview of validating: gate for all", INVENTORY)
"""What changes nothing, so that it can be run again at once."""
REPETITIONS = 3
FITTED_FROM = 10
PROCESSES = ("engine", "program", "language host", "provider", "local Azure", "command line")
PICTURE = "bench-growth.svg"

TIMES = f"""## Growth with the number of migrations

One stack on a file backend against a local Azure in which nothing takes time and nobody is throttled: what is left is
what the project, the engine, the stand-in provider and local Azure cost. More than {LARGEST_STACK} images are several
stacks side by side, because a stack's config has no room for them ([fleets](fleets.md)). Seconds of wall time, median
and spread of what changes nothing and was repeated, one run of the rest. The exponent is that of the power law which
fits best what comes on top of the smallest time, from ten migrations on: 1 is linear; what hardly grows has none.
*State saved once*: see above, what publishing, validating and retiring take without writing the whole state at each
step; more than {SAVED_EACH_STEP_UP_TO} were tried that way only.
"""
CHART = f"![Seconds by number of migrations](pictures/{PICTURE})\n"
PROCESSOR = """Seconds of processor time by process, at the largest number:
"""
MEMORY = """Most resident memory of a process over all commands, in MB:
"""


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """One row for each command and number of migrations, with the state saved at each step, only once, or both."""
    for count in options.counts or COUNTS:
        if count <= SAVED_EACH_STEP_UP_TO and options.only in "each step":
            yield from _measure(folder / f"{count}-each", count, options, {})
        if count >= SAVED_ONCE_FROM and options.only in ONCE:
            yield from _measure(folder / f"{count}-once", count, options, SAVED_ONCE)


def _measure(place: Path, count: int, options: Options, variables: dict[str, str]) -> Iterator[Row]:
    """A fleet through all stages; ends with the first command that is stopped."""
    place.mkdir()
    with fleet_azure(place, numbers(count)) as azure:
        products = stacks(place, azure, numbers(count))
        for product in products:
            product.env |= variables
        for name in COMMANDS:
            if variables and name not in CHANGING and count <= SAVED_EACH_STEP_UP_TO:
                continue
            command = f"{name}{ONCE}" if variables and name in CHANGING else name
            row = _row(name, products, azure, options)
            yield row | {"name": f"{command}, {count}", "command": command, "count": count}
            if "stopped_minutes" in row:
                break


def _row(name: str, products: Sequence[FleetStack], azure: LocalAzure, options: Options) -> Row:
    stage, command = COMMANDS[name]
    for product in products:
        product.write_stage(stage)
    used = products[:1] if name == INVENTORY else products  # it reads the subscription, not a stack
    times = (options.repetitions or REPETITIONS) if name in REPEATED else 1
    servers = [azure.process.pid]
    try:
        done = [measure_all(command, used, minutes=options.minutes, servers=servers) for _ in range(times)]
    except CommandStopped as stopped:
        return {"stopped_minutes": stopped.minutes}
    return {
        "seconds": [round(each.seconds, 3) for each in done],
        "processor_seconds": {kind: round(median(_of(kind, each) for each in done), 2) for kind in PROCESSES},
        "peak_mb": {kind: round(max(each.peak_mb.get(kind, 0.0) for each in done), 1) for kind in PROCESSES},
    }


def _of(kind: str, done: Measurement) -> float:
    return done.processor.get(kind, 0.0)


def section(rows: Sequence[Row]) -> str:
    """Times, processor time by process, memory."""
    counts = sorted({int(row["count"]) for row in rows})
    return "\n".join(
        [
            TIMES,
            table(["command", *[f"{count:,}" for count in counts], "exponent"], _times(rows, counts)),
            CHART,
            PROCESSOR,
            table(["command", "migrations", *PROCESSES], _shares(rows)),
            MEMORY,
            table(["command", *[f"{count:,}" for count in counts]], _memory(rows, counts)),
        ]
    )


def charts(rows: Sequence[Row]) -> dict[str, str]:
    """Time by number of migrations, one line per command."""
    lines = {name: _points(rows, name) for name in _names(rows)}
    return {PICTURE: log_log("Seconds by number of migrations", lines, "migrations", "seconds")}


def _names(rows: Sequence[Row]) -> list[str]:
    measured = {row["command"] for row in rows}
    return [name for name in (*COMMANDS, *(f"{each}{ONCE}" for each in CHANGING)) if name in measured]


def _times(rows: Sequence[Row], counts: Sequence[int]) -> list[list[str]]:
    cells = {(row["command"], row["count"]): _time(row) for row in rows}
    return [
        [name, *[cells.get((name, count), "-") for count in counts], _exponent(grown(rows, name))]
        for name in _names(rows)
    ]


def _time(row: Row) -> str:
    return median_and_spread(row["seconds"]) if "seconds" in row else f"over {row['stopped_minutes'] * 60:.0f}"


def _exponent(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _points(rows: Sequence[Row], name: str) -> list[tuple[int, float]]:
    mine = [row for row in rows if row["command"] == name and "seconds" in row]
    return sorted((int(row["count"]), median(row["seconds"])) for row in mine)


def grown(rows: Sequence[Row], name: str) -> float | None:
    """The exponent of what comes on top of the smallest time, from ten migrations on; None where it hardly grows."""
    points = _points(rows, name)
    least = min((seconds for _, seconds in points), default=0.0)
    added = [(count, seconds - least) for count, seconds in points if count >= FITTED_FROM and seconds > 1.1 * least]
    return exponent(added) if len(added) > 1 else None


def _shares(rows: Sequence[Row]) -> Iterator[list[str]]:
    largest = _largest(rows)
    for row in sorted(rows, key=lambda row: _names(rows).index(row["command"])):
        if row["count"] == largest.get(row["command"]):
            spent = [row["processor_seconds"].get(kind, 0.0) for kind in PROCESSES]
            yield [row["command"], f"{row['count']:,}", *[f"{each:.1f}" for each in spent]]


def _largest(rows: Sequence[Row]) -> dict[str, int]:
    return {row["command"]: row["count"] for row in sorted(rows, key=lambda row: row["count"]) if "seconds" in row}


def _memory(rows: Sequence[Row], counts: Sequence[int]) -> Iterator[list[str]]:
    for kind in ("program", "engine", "command line"):
        cells: list[str] = []
        for count in counts:
            peaks = [row["peak_mb"].get(kind, 0.0) for row in rows if row["count"] == count and "peak_mb" in row]
            cells.append(f"{max(peaks):.0f}" if peaks else "-")
        yield [kind, *cells]
