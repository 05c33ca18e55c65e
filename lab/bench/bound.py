"""Publish and retire against the bound: what the service takes, with at most 100 versions under way, and no more."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.azure import COMPRESSED, SAVED_ONCE, fleet_azure, stacks
from bench.bound_page import AT_ONCE, DEFAULT, ONCE, PACKED, PARALLEL, SCALE, SMALL_STACKS, charts, section
from bench.fleets import LARGEST_STACK, numbers
from bench.measured import CommandStopped
from bench.operations import IMAGE, VERSION, durations, least_seconds
from bench.side_by_side import measure_all

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from bench.azure import FleetStack
    from bench.results import Options, Row

__all__ = ["charts", "measure", "section"]
COUNTS = (1, 10, 100, 500, 1000)
REPETITIONS = 3
REPEATED_UP_TO = 100
UP = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive"]
WAYS: dict[str, dict[str, str]] = {
    PARALLEL: {},
    PACKED: COMPRESSED,
    **{way: {} for way in SMALL_STACKS},
    ONCE: SAVED_ONCE,
    DEFAULT: {},
}
"""Variables of each way."""
SAVING_COUNTS_FROM = 100
"""Fewer images are a small state, and how it is saved makes no difference."""
SMALL_COUNTS = {25: (100,), 100: (500, 1000)}
"""Images that are measured in stacks of each size: more stacks would start than two cores have room for at once."""
DEFAULT_COUNTS = range(10, 101)
"""Fewer images go at once by default, too (8 on 2 cores); more of them only take longer in proportion."""
STAGES = {"published": ("put", VERSION), "validated": None, "retired": ("delete", IMAGE)}
"""The updates, and the operations that the bound of each is made of; validating only reads."""


@dataclass(frozen=True)
class Place:
    """Where one run happens."""

    data: Path
    products: list[FleetStack]
    minutes: float


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """A row for each way and number of images, given again with each repetition."""
    for count in options.counts or COUNTS:
        for way in _ways(count, options):
            row: Row = {"name": f"{count}, {way}", "count": count, "way": way}
            for turn in range(_turns(count, way, options)):
                largest = SMALL_STACKS.get(way, LARGEST_STACK)
                with _place(folder / f"{count}-{list(WAYS).index(way)}-{turn}", count, largest, options) as place:
                    row["runs"] = [*row.get("runs", []), _migrated(place, way)]
                yield row


def _ways(count: int, options: Options) -> list[str]:
    small = {way: count in SMALL_COUNTS[size] for way, size in SMALL_STACKS.items()}
    large, few = count >= SAVING_COUNTS_FROM, count in DEFAULT_COUNTS
    wanted = {PARALLEL: True, PACKED: large, **small, ONCE: large, DEFAULT: few}
    return [way for way in WAYS if wanted[way] and options.only in way]


def _turns(count: int, way: str, options: Options) -> int:
    """What takes many minutes is measured once."""
    if count > REPEATED_UP_TO or way != PARALLEL:
        return 1
    return options.repetitions or REPETITIONS


@contextmanager
def _place(folder: Path, count: int, largest: int, options: Options) -> Generator[Place]:
    folder.mkdir()
    images, data = numbers(count), folder / "azure"
    with fleet_azure(folder, images, SCALE, data=data) as azure:
        yield Place(data, stacks(folder, azure, images, largest), options.minutes)


def _migrated(place: Place, way: str) -> dict[str, dict[str, float]]:
    """Seconds and bound of each update; ends with an update that is stopped, which has no bound."""
    done: dict[str, dict[str, float]] = {}
    share = [] if way == DEFAULT else ["--parallel", str(AT_ONCE // len(place.products))]
    for stage in STAGES:
        for product in place.products:
            product.write_stage(stage)
            product.env |= WAYS[way]
        try:
            seconds = measure_all([*UP, *share], place.products, minutes=place.minutes).seconds
        except CommandStopped as stopped:
            return done | {stage: {"stopped_minutes": stopped.minutes}}
        done[stage] = {"seconds": round(seconds, 2), "bound": round(_bound(place, stage), 2)}
    return done


def _bound(place: Place, stage: str) -> float:
    operations = STAGES[stage]
    if operations is None:
        return 0.0
    verb, kind = operations
    return least_seconds(durations(place.data, verb, kind), AT_ONCE)
