"""A fleet of thousands as many stacks on one shared backend: planned, published side by side, looked at as a whole."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.measured import CommandStopped
from bench.measured import measure as run
from bench.shards_fleet import GENERATIONS, Fleet, azure_of, project_of
from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.azure import FleetStack
    from bench.measured import Measurement
    from bench.results import Options, Row
    from harness.local_azure import LocalAzure

COUNTS = (500, 5_000)
SHARDS = (10, 50)
"""Numbers of stacks that a fleet is split into."""
COMMAND_LINE = str(Path(sys.prefix) / "bin" / "gallery-migrate")
AT_ONCE = len(os.sched_getaffinity(0))
"""Updates that run at the same time: one per core."""
UP = ["up", "--yes", "--skip-preview", "--non-interactive", "--suppress-outputs", "--parallel", "100"]
INVENTORY = "inventory.json"
PLAN = ["shard", "write", "fleet.yaml", "--by", "owner", "--max-migrations", "500", "--inventory", INVENTORY, "--yes"]
LOOKS = {
    "plan again: nothing new": PLAN,
    "status of all stacks": ["status", "--stack", "fleet-*", "--csv"],
    "report of all stacks": ["report", "--stack", "fleet-*", "--output", "fleet.html"],
}
LISTED, PLANNED, PUBLISHED = "inventory", "plan and write the stacks' files", "publish all stacks"
KINDS = ("engine", "program", "command line")


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """A row for each step and number of images. Publishing ends after `options.minutes`, finished or not."""
    fleets = [Fleet(count, shards) for count in options.counts or COUNTS for shards in SHARDS]
    for fleet in fleets:
        if options.only in fleet.title:
            place = Path(tempfile.mkdtemp(dir=folder))
            with azure_of(place, fleet) as azure:
                project = project_of(place / "project", azure, fleet)
                for row in _steps(place, project, azure, fleet, options):
                    yield row | {"name": f"{row['step']}, {fleet.title}", "count": fleet.count, "fleet": fleet.title}


def _steps(place: Path, project: FleetStack, azure: LocalAzure, fleet: Fleet, options: Options) -> Iterator[Row]:
    inventory = run([COMMAND_LINE, "inventory", "--json"], project.path, project.env, minutes=options.minutes)
    (project.path / INVENTORY).write_text(inventory.output, encoding="utf-8")
    yield _row(LISTED, inventory)
    yield _row(PLANNED, run([COMMAND_LINE, *PLAN], project.path, project.env, minutes=options.minutes))
    for stack in fleet.stacks:
        project.pulumi("stack", "init", "--no-select", stack, check=True)
    published = _publish(place, project, azure, fleet, options.minutes)
    yield published
    if published["stacks_done"] == len(fleet.stacks):
        for step, words in LOOKS.items():
            yield _row(step, run([COMMAND_LINE, *words], project.path, project.env, minutes=options.minutes))


def _publish(place: Path, project: FleetStack, azure: LocalAzure, fleet: Fleet, minutes: float) -> Row:
    """All stacks, `AT_ONCE` at a time; what is not done in time is stopped."""
    started = time.monotonic()
    azure.forget_requests()

    def update(stack: str) -> Measurement | None:
        left = minutes - (time.monotonic() - started) / 60
        own = place / stack
        own.mkdir()
        command = ["pulumi", "--cwd", str(project.path), *UP, "--stack", stack]
        try:
            return run(command, own, project.env, minutes=left) if left > 0 else None
        except CommandStopped:
            return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = [each for each in pool.map(update, fleet.stacks) if each is not None]
    return {
        "step": PUBLISHED,
        "seconds": round(time.monotonic() - started, 1),
        "stacks": len(fleet.stacks),
        "stacks_done": len(done),
        "stack_seconds": [round(each.seconds, 1) for each in done],
        "processor_seconds": {kind: round(sum(each.processor.get(kind, 0.0) for each in done), 1) for kind in KINDS},
        "peak_mb": {kind: round(max((each.peak_mb.get(kind, 0.0) for each in done), default=0.0)) for kind in KINDS},
        "requests": sum(int(each["count"]) for each in azure.admin("GET", "requests")["counts"]),
        "state_mb": round(max(file.stat().st_size for file in _states(project.path)) / 2**20, 1),
    }


def _states(project: Path) -> list[Path]:
    return list((project / ".state" / ".pulumi" / "stacks").rglob("*.json"))


def _row(step: str, done: Measurement) -> Row:
    peaks = {kind: round(megabytes) for kind, megabytes in done.peak_mb.items() if kind in KINDS}
    return {"step": step, "seconds": round(done.seconds, 2), "peak_mb": peaks}


def section(rows: Sequence[Row]) -> str:
    """Seconds of each step by number of images, and what publishing took of the machine."""
    fleets = list(dict.fromkeys(str(row["fleet"]) for row in sorted(rows, key=lambda row: row["count"])))
    steps = list(dict.fromkeys(row["step"] for row in rows))
    cells = {(row["step"], row["fleet"]): _time(row) for row in rows}
    times = [[step, *[cells.get((step, fleet), "-") for fleet in fleets]] for step in steps]
    published = sorted((row for row in rows if row["step"] == PUBLISHED), key=lambda row: fleets.index(row["fleet"]))
    return "".join(
        [
            HEAD,
            "\n",
            table(["step, seconds", *fleets], times),
            "\nPublishing in detail:\n\n",
            table(["", *[row["fleet"] for row in published]], _details(published)),
            PAPER,
        ]
    )


HEAD = f"""## Past one stack

`gallery-migrate shard` splits a fleet into stacks, which are published by plain `pulumi up` in processes side by side
on one shared file backend, one process per core at a time, against one local Azure in which nothing takes time.
{GENERATIONS} images each become versions of one definition, because Azure keeps 1,000 definitions in a region.
"""
PAPER = """
What 100,000 images take of Azure, and how many subscriptions they need, is worked out in
[fleets](fleets.md#100000-images-on-paper).
"""


def _time(row: Row) -> str:
    if row.get("stacks_done") == row.get("stacks"):
        return f"{row['seconds']:.1f}"
    return f"stopped after {row['seconds']:.0f}"


def _details(published: Sequence[Row]) -> Iterator[list[str]]:
    yield ["stacks published", *[f"{row['stacks_done']} of {row['stacks']}" for row in published]]
    yield ["seconds of one stack, median", *[_median(row["stack_seconds"]) for row in published]]
    yield ["images an hour, all stacks together", *[_hourly(row) for row in published]]
    for kind in ("engine", "program"):
        yield [f"processor seconds, {kind}s", *[f"{row['processor_seconds'][kind]:.0f}" for row in published]]
        yield [f"most memory of one {kind}, MB", *[f"{row['peak_mb'][kind]:.0f}" for row in published]]
    yield ["state of one stack, MB", *[f"{row['state_mb']:.1f}" for row in published]]
    yield ["requests to Azure", *[f"{row['requests']:,}" for row in published]]


def _median(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.1f}" if seconds else "-"


def _hourly(row: Row) -> str:
    """Of the stacks that were done."""
    images = row["count"] / row["stacks"] * row["stacks_done"]
    return f"{images / row['seconds'] * 3600:,.0f}"
