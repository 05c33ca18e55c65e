"""The project beside what people do today, on one local Azure: the same images, from definition to deletion."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from bench.azure import fleet_azure
from bench.fleets import DISK_GB, REGIONS, numbers, seed
from bench.measured import CommandStopped
from bench.results import Row
from bench.rivals_ways import STAGES, WAYS, Place, migrate
from bench.tables import median_and_spread, table
from local_azure.galleries.durations import replication_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.results import Options
    from harness.local_azure import LocalAzure

COUNTS = (1, 10, 30, 100)
REPETITIONS = 3
VERSION_SECONDS = 10.0
"""What one version takes here; in Azure it takes `AZURE_SECONDS`."""
_LOCATIONS = [region.replace(" ", "").lower() for region in REGIONS]
AZURE_SECONDS = max(replication_seconds(DISK_GB, _LOCATIONS[0], each, "Full") for each in _LOCATIONS)
ONE_BY_ONE = ("az, one by one", "SDK, one by one")
MOST_ONE_BY_ONE = 10
"""The largest number at which the ways that take one image after the other are measured; above it they are computed."""
SLOW_FROM = 100
"""From this number on what is known to be slow is measured once."""
OURS, DEFAULT = "pulumi up --parallel 100", "pulumi up"
OTHERS = tuple(way for way in WAYS if way not in (OURS, DEFAULT))

HEAD = f"""## Beside scripts

The documented steps (definition, version in three regions, wait, read the replication status, delete the image) in
six ways on one local Azure in one run, at a time scale at which one version takes {VERSION_SECONDS:.0f} s. In Azure
it takes {AZURE_SECONDS:.0f} s. `az` is signed in, the stack is made; nothing else is prepared. `az, xargs -P` runs up
to 100 shells at once. The project runs three updates, `published`, `validated` and `retired`, without the previews and
the reviews between them. The scripts read one replication status and delete; only the project has the gate's checks,
evidence and a state.

Seconds of wall time for all images; in italics: computed from the time per image at the largest number measured.
"""
RATIOS = """
Time of `pulumi up --parallel 100` as a part of the other's; below 1 the project is faster:
"""
ADDED = f"""
What each way adds to the {VERSION_SECONDS:.0f} s of Azure's part, and what the whole would take at Azure's own speed
({AZURE_SECONDS:.0f} s a version), if all versions are in flight at once and what is added stays the same:
"""
SHARES = """
Where the project's time goes: seconds of each of the three updates with `--parallel 100`.
"""
REMARK = """
A script that asks for everything at once waits for nothing but Azure, and the project cannot be quicker: three
starts of the engine, a state that is kept, and the gate's reads come on top, however long Azure takes. With one image
about a second of each update passes before the program starts. Most of that is the stand-in language host, which the
engine starts twice and which asks a Python for its packages; an official installation has its own.
"""


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """A row for each way and number of images, given again with each repetition; the ways take turns."""
    for count in options.counts or COUNTS:
        place = folder / f"rivals-{count}"
        place.mkdir()
        images = numbers(count)
        done: dict[str, list[dict[str, float]]] = {}
        with fleet_azure(place, images, VERSION_SECONDS / AZURE_SECONDS) as azure:
            for turn in range(options.repetitions or REPETITIONS):
                for way in _ways(count, turn, options.only):
                    own = place / f"{turn}-{list(WAYS).index(way)}"
                    own.mkdir()
                    yield _row(way, done.setdefault(way, []), _fresh(azure, images, own, options.minutes))


def _ways(count: int, turn: int, only: str) -> list[str]:
    """The ways that are measured in a turn; what takes minutes has only one turn."""
    slow = (*ONE_BY_ONE, "az, xargs -P", DEFAULT) if count >= SLOW_FROM else ONE_BY_ONE if count > 1 else ()
    left_out = ONE_BY_ONE if count > MOST_ONE_BY_ONE else ()
    return [way for way in WAYS if only in way and way not in left_out and (turn == 0 or way not in slow)]


def _fresh(azure: LocalAzure, images: range, folder: Path, minutes: float) -> Place:
    azure.reset()
    azure.seed(seed(images))
    return Place(azure, images, folder, minutes)


def _row(way: str, done: list[dict[str, float]], place: Place) -> Row:
    count = len(place.images)
    row: Row = {"name": f"{way}, {count}", "way": way, "count": count}
    try:
        done.append(migrate(way, place))
    except CommandStopped as stopped:
        return row | {"stopped_minutes": stopped.minutes}
    seconds = [round(sum(each.values()), 2) for each in done]
    steps = {step: round(median(each[step] for each in done), 2) for step in done[0]}
    return row | {"seconds": seconds, "steps": steps}


def section(rows: Sequence[Row]) -> str:
    """Times, ratios, what is added to Azure's part, and the three updates."""
    counts = sorted({int(row["count"]) for row in rows})
    header = [f"{count:,} image{'s' if count > 1 else ''}" for count in counts]
    return "".join(
        [
            HEAD,
            "\n",
            table(["way", *header], ([way, *[_time(rows, way, each) for each in counts]] for way in WAYS)),
            RATIOS,
            "\n",
            table(["beside", *header], ([way, *[_ratio(rows, way, each) for each in counts]] for way in OTHERS)),
            ADDED,
            "\n",
            table(["way", *header], _added(rows, counts)),
            SHARES,
            "\n",
            table(["update", *header], _updates(rows, counts)),
            REMARK,
        ]
    )


def _of(rows: Sequence[Row], way: str, count: int) -> list[float]:
    mine = (row for row in rows if row["way"] == way and row["count"] == count)
    found: list[float] = next(mine, Row()).get("seconds", [])
    return found


def _seconds(rows: Sequence[Row], way: str, count: int) -> float | None:
    """Median; of what takes one image after the other also where it was not measured."""
    measured = _of(rows, way, count)
    if measured:
        return median(measured)
    known = [(row["count"], median(row["seconds"])) for row in rows if row["way"] == way and row.get("seconds")]
    if way not in ONE_BY_ONE or not known:
        return None
    largest, seconds = max(known)
    return seconds / largest * count


def _time(rows: Sequence[Row], way: str, count: int) -> str:
    measured = _of(rows, way, count)
    if measured:
        return median_and_spread(measured)
    stopped = [row for row in rows if row["way"] == way and row["count"] == count and "stopped_minutes" in row]
    if stopped:
        return f"over {stopped[0]['stopped_minutes'] * 60:.0f}"
    computed = _seconds(rows, way, count)
    return "-" if computed is None else f"*{computed:.0f}*"


def _ratio(rows: Sequence[Row], way: str, count: int) -> str:
    ours, theirs = _seconds(rows, OURS, count), _seconds(rows, way, count)
    return "-" if ours is None or theirs is None else f"{ours / theirs:.2f}"


def _added(rows: Sequence[Row], counts: Sequence[int]) -> Iterator[list[str]]:
    for way in (*OTHERS, OURS):
        if way not in ONE_BY_ONE:
            added = [None if seconds is None else seconds - VERSION_SECONDS for seconds in _medians(rows, way, counts)]
            yield [way, *["-" if each is None else f"{each:.1f} → {AZURE_SECONDS + each:.0f}" for each in added]]


def _medians(rows: Sequence[Row], way: str, counts: Sequence[int]) -> list[float | None]:
    return [_seconds(rows, way, count) for count in counts]


def _updates(rows: Sequence[Row], counts: Sequence[int]) -> Iterator[list[str]]:
    steps = {row["count"]: row.get("steps", {}) for row in rows if row["way"] == OURS}
    for stage in STAGES:
        found = [steps.get(count, {}).get(stage) for count in counts]
        yield [stage, *["-" if each is None else f"{each:.1f}" for each in found]]
