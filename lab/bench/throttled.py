"""What users meet: Azure's request budgets at their recorded sizes, for this project and for scripts beside it.

Budgets fill at Azure's pace at every time scale; only what operations take, and what a refused caller waits, is
shorter. So a run at a small scale says what is ours as well as one at Azure's pace does, as long as nothing is refused:
its seconds over the bound. A script that is refused gets more of an emptied budget after its shortened wait than from
Azure, so scripts are measured here only with numbers that the budgets bear at once.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from bench.azure import COMPRESSED, fleet_azure, stacks
from bench.buckets import buckets_of, manager_bucket
from bench.fleets import numbers
from bench.measured import CommandFailed, CommandStopped
from bench.operations import IMAGE, VERSION, durations
from bench.processes import busy_seconds
from bench.rivals_ways import NotMigrated, migrate
from bench.rivals_ways import Place as RivalsPlace
from bench.side_by_side import measure_all
from bench.throttled_page import ASYNCIO, OURS, PACKED, SCALE, STEPS, XARGS, section
from local_azure.arm.settings import ManagerLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from bench.azure import FleetStack
    from bench.measured import Measurement
    from bench.results import Options, Row
    from harness.local_azure import LocalAzure

__all__ = ["budget_seconds", "measure", "section"]
COUNTS = (1, 10, 100, 300, 1_000)
LARGEST = {1_000: 100}
"""Images of one stack, where there are several stacks side by side."""
ONLY_PUBLISHED_FROM = 1_000
"""With as many images the budgets of reads and of deletions take another half an hour, and show nothing new."""
PROVIDER_READS = 6
"""By azure-native before a version is asked for: the image, whether the definition is there, how its write goes on,
twice what it has become, whether the version is there (as the stand-in does it; docs/reference/provider-protocol.md).
"""
MINUTES = 60.0
"""At least as long may one command take: publishing 1,000 images waits 18 minutes for Azure, by the hour 40."""
DEFINITION = "Microsoft.Compute/galleries/images"
RIVALS = {ASYNCIO: "SDK, asyncio", XARGS: "az, xargs -P"}
PACKED_COUNT = 100
"""As many as a stack has by default (docs/fleets.md#plan)."""
MOST_OF_RIVALS = {ASYNCIO: 100, XARGS: 10}
"""More definitions than the budget bears at once; shells of `az`, processes of some 80 MB each."""
STACKS_AT_ONCE = "GALLERY_MIGRATE_STACKS_AT_ONCE"


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """A row for each way and number of images, each with a local Azure of its own."""
    scale = options.time_scale or SCALE
    for count in options.counts or COUNTS:
        for way in (OURS, PACKED, *RIVALS):
            if options.only in way and _is_measured(way, count):
                place = folder / f"{count}-{len(list(folder.iterdir()))}"
                place.mkdir()
                with _azure(place, count, scale, options.manager_limits) as azure:
                    run = _rival if way in RIVALS else _ours
                    yield _row(count, way, scale, options.manager_limits) | {
                        "steps": run(azure, way, count, place, options)
                    }


def _is_measured(way: str, count: int) -> bool:
    if way == PACKED:
        return count == PACKED_COUNT
    return count <= MOST_OF_RIVALS.get(way, count)


def _azure(place: Path, count: int, scale: float, limits: ManagerLimits) -> AbstractContextManager[LocalAzure]:
    return fleet_azure(place, numbers(count), scale, throttling=True, manager_limits=limits, data=place / "azure")


def _row(count: int, way: str, scale: float, limits: ManagerLimits) -> Row:
    counted = ", hourly" if limits is ManagerLimits.HOURLY else ""
    told = {"count": count, "way": way, "time_scale": scale, "manager_limits": limits.value}
    return {"name": f"{count}, {way}{counted}", **told}


def _ours(azure: LocalAzure, way: str, count: int, place: Path, options: Options) -> Row:
    """First preview, then the three updates; ends with what fails."""
    products = stacks(place, azure, numbers(count), LARGEST.get(count, count))
    done: Row = {}
    for step, (stage, command) in STEPS.items():
        if count >= ONLY_PUBLISHED_FROM and step != "publish":
            continue
        for product in products:
            product.write_stage(stage)
            product.env |= {STACKS_AT_ONCE: str(len(products))} | (COMPRESSED if way == PACKED else {})
        done[step] = _step(azure, partial(_run, command, products, azure, max(options.minutes, MINUTES)))
        if done[step]["failed"]:
            break
    return _with_bounds(done, place / "azure", budget_seconds(count, options.manager_limits), azure)


def _run(command: list[str], products: list[FleetStack], azure: LocalAzure, minutes: float) -> Row:
    busy = busy_seconds()
    done = measure_all(command, products, minutes=minutes, servers=[azure.process.pid])
    return {
        "seconds": round(done.seconds, 1),
        "peak_mb": {kind: round(mb) for kind, mb in done.peak_mb.items()},
        "other_work": _other_work(done, busy_seconds() - busy),
    }


def _other_work(done: Measurement, busy: float) -> float:
    """How many cores had something else to do, on average."""
    return round(max(0.0, busy - sum(done.processor.values())) / done.seconds, 2)


def _rival(azure: LocalAzure, way: str, count: int, place: Path, options: Options) -> Row:
    """Everything in one step, as a script has it."""
    there = RivalsPlace(azure, numbers(count), place, max(options.minutes, MINUTES))
    done = {"all": _step(azure, lambda: {"seconds": round(sum(migrate(RIVALS[way], there).values()), 1)})}
    return _with_bounds(done, place / "azure", budget_seconds(count, options.manager_limits), azure)


def _step(azure: LocalAzure, run: Callable[[], Row]) -> Row:
    """What a step came to, how many requests were refused, and whether it failed."""
    azure.forget_requests()
    try:
        done = run()
    except (CommandFailed, CommandStopped, NotMigrated) as failed:
        sys.stderr.write(f"{failed}\n")
        done = {"seconds": None}
    refused = sum(each["count"] for each in azure.admin("GET", "requests")["counts"] if each["status"] == 429)
    return done | {"failed": done["seconds"] is None, "refused": refused}


def _with_bounds(done: Row, data: Path, budgets: Mapping[str, float], azure: LocalAzure) -> Row:
    """The least that Azure allows, here and at its own pace.

    The last request begins when its budget bears it, and what it begins then takes as long as local Azure's clock says.
    """
    replication = max(durations(data, "put", VERSION), default=0.0)
    deletion = max(durations(data, "delete", IMAGE), default=0.0)
    operations = {"publish": replication, "retire": deletion, "all": replication + deletion}
    scale = float(azure.ready["time_scale"])
    for step, row in done.items():
        least, taken = budgets[step], operations.get(step, 0.0)
        row |= {"bound": round(least + taken, 1), "azure_bound": round(least + taken / scale, 1)}
    return done


def budget_seconds(count: int, limits: ManagerLimits) -> dict[str, float]:
    """How long Azure's budgets keep a client busy with so many migrations, by step; *all* is that of a script.

    Each image is read once before it is adopted; its definition and its version are written; the version is read before
    it is believed; the image is deleted. Who publishes with azure-native reads `PROVIDER_READS` times besides.
    """
    made = max(_seconds(DEFINITION, "put", count), _seconds(VERSION, "put", count), _manager("put", 2 * count, limits))
    deleted = max(_seconds(IMAGE, "delete", count), _manager("delete", count, limits))
    read = _manager("get", count, limits)
    return {
        "preview": max(_seconds(IMAGE, "get", count), read),
        "publish": max(made, _manager("get", PROVIDER_READS * count, limits)),
        "validate": max(_seconds(VERSION, "get", count), read),
        "retire": deleted,
        "all": made + deleted,
    }


def _seconds(resource_type: str, access: str, requests: int) -> float:
    return max((bucket.seconds_for(requests) for bucket in buckets_of(resource_type, access)), default=0.0)


def _manager(access: str, requests: int, limits: ManagerLimits) -> float:
    return manager_bucket(access, limits).seconds_for(requests)
