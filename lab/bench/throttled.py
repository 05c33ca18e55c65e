"""What users meet: Azure's request budgets at their recorded sizes, for this project and for scripts beside it.

At time scale 1, the default, replication and waiting take as long as in Azure. `--time-scale 0.01` shows quickly
whether anything fails; its seconds say little, because only waiting is shortened, and budgets fill at Azure's pace.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bench.azure import fleet_azure, stacks
from bench.buckets import buckets_of
from bench.fleets import numbers
from bench.measured import CommandFailed, CommandStopped
from bench.operations import IMAGE, VERSION, durations
from bench.rivals_ways import NotMigrated, migrate
from bench.rivals_ways import Place as RivalsPlace
from bench.side_by_side import measure_all
from bench.throttled_page import ASYNCIO, OURS, STEPS, XARGS, section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.azure import FleetStack
    from bench.results import Options, Row
    from harness.local_azure import LocalAzure

__all__ = ["measure", "section"]
COUNTS = (1, 10, 100, 300, 1_000)
LARGEST = {1_000: 100}
"""Images of one stack, where there are several stacks side by side."""
DEFINITION = "Microsoft.Compute/galleries/images"
RIVALS = {ASYNCIO: "SDK, asyncio", XARGS: "az, xargs -P"}
MOST_OF_XARGS = 100
"""Shells of `az` are processes of some 80 MB each."""
STACKS_AT_ONCE = "GALLERY_MIGRATE_STACKS_AT_ONCE"


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """A row for each way and number of images, each with a local Azure of its own."""
    for count in options.counts or COUNTS:
        for way in (OURS, *RIVALS):
            if options.only in way and (way != XARGS or count <= MOST_OF_XARGS):
                place = folder / f"{count}-{len(list(folder.iterdir()))}"
                place.mkdir()
                row: Row = {"name": f"{count}, {way}", "count": count, "way": way, "time_scale": options.time_scale}
                data = place / "azure"
                with fleet_azure(place, numbers(count), options.time_scale, throttling=True, data=data) as azure:
                    run = _ours if way == OURS else _rival
                    yield row | {"steps": run(azure, way, count, place, options)}


def _ours(azure: LocalAzure, _: str, count: int, place: Path, options: Options) -> Row:
    """First preview, then the three updates; ends with what fails."""
    products = stacks(place, azure, numbers(count), LARGEST.get(count, count))
    done: Row = {}
    for step, (stage, command) in STEPS.items():
        for product in products:
            product.write_stage(stage)
            product.env[STACKS_AT_ONCE] = str(len(products))
        done[step] = _step(azure, partial(_seconds, command, products, options.minutes))
        if done[step]["failed"]:
            break
    return _with_bounds(done, place / "azure", count)


def _seconds(command: list[str], products: list[FleetStack], minutes: float) -> tuple[float, dict[str, float]]:
    done = measure_all(command, products, minutes=minutes)
    return done.seconds, done.peak_mb


def _rival(azure: LocalAzure, way: str, count: int, place: Path, options: Options) -> Row:
    """Everything in one step, as a script has it."""
    there = RivalsPlace(azure, numbers(count), place, options.minutes)
    return {"all": _step(azure, lambda: (sum(migrate(RIVALS[way], there).values()), {}))}


def _step(azure: LocalAzure, run: Callable[[], tuple[float, dict[str, float]]]) -> Row:
    """Seconds and most memory of a step, how many requests were refused, and whether it failed."""
    azure.forget_requests()
    try:
        seconds, peak_mb = run()
    except (CommandFailed, CommandStopped, NotMigrated):
        seconds, peak_mb = None, {}
    refused = sum(each["count"] for each in azure.admin("GET", "requests")["counts"] if each["status"] == 429)
    told = {"seconds": None if seconds is None else round(seconds, 1), "failed": seconds is None, "refused": refused}
    return told | {"peak_mb": {kind: round(mb) for kind, mb in peak_mb.items()}}


def _with_bounds(done: Row, data: Path, count: int) -> Row:
    """The least that Azure allows: the last request begins when its budget bears it, and then replicates."""
    longest = max(durations(data, "put", VERSION), default=0.0)
    bounds = {
        "preview": _budget_seconds(IMAGE, "get", count),
        "publish": max(_budget_seconds(DEFINITION, "put", count), _budget_seconds(VERSION, "put", count)) + longest,
        "retire": _budget_seconds(IMAGE, "delete", count) + max(durations(data, "delete", IMAGE), default=0.0),
    }
    return {step: row | {"bound": round(bounds.get(step, 0.0), 1)} for step, row in done.items()}


def _budget_seconds(resource_type: str, access: str, requests: int) -> float:
    """When the last of so many requests is answered by a budget that is full at first."""
    return max(
        (max(0, requests - bucket.size) * bucket.seconds / bucket.size for bucket in buckets_of(resource_type, access)),
        default=0.0,
    )
