"""The section about requests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bench.bound_page import AZURE_SECONDS
from bench.buckets import Bucket, buckets_of, manager_bucket
from bench.requests import Kind, once, per_migration, stages
from bench.tables import table
from local_azure.arm.settings import ManagerLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.requests import Stage
    from bench.results import Row

RETRY_AFTER = 60
POLLS = math.ceil(AZURE_SECONDS / RETRY_AFTER)
LEAST: dict[str, dict[str, int]] = {
    "published": {"get": 1, "put": 2, "poll": 1 + POLLS},
    "validated": {"get": 1},
    "retired": {"get": 1, "delete": 1, "poll": 1},
}
"""On paper, see `HEAD`."""
ACCESS = {"get": "reads", "list": "lists", "put": "writes", "delete": "deletes", "poll": "polls"}
SHOWN_BUCKETS = 2

HEAD = f"""## Requests per migration

From local Azure's request log: what each further migration adds to an update, and what an update costs once. The least
on paper, for any client that does the same job:

- *published*: read the image to record what is adopted (1 read); make definition and version (2 writes); ask for the
  definition once (1 poll), and for the version at the pace that Azure asks for, `Retry-After: {RETRY_AFTER}`, over
  {AZURE_SECONDS:.0f} s ({POLLS} polls). What exists already comes with lists, once per update.
- *validated*: the replication status, which no list has (1 read); images, definitions, locks and references in lists.
- *retired*: the replication status at that moment (1 read), the delete (1) and its end (1 poll).
"""
DETAIL = """Where the reads come from: what does not exist yet is asked for twice, by the program, which judges the
config before anything is registered, and by the provider, which refuses to create what exists. The provider reads
each resource again after its operation has ended. In *validated* the gate reads each version; images and definitions
come with lists where they are more than a few. In *retired* the program reads image and definition, and before each
deletion the gate reads them afresh, with the version. It also lists locks and references anew for the images that it
is asked about: proofs side by side share the lists that are read after all of them asked. That is the price of the
proof. A busy machine polls late, and so less often.
"""
THROTTLED = """### Time to throttling

A bucket starts full and fills again evenly; subscription and caller have one of each. Shown are the buckets that let
the fewest migrations through at once, or in an hour.
"""
HOURLY = """Where Resource Manager counts by the hour, as in Azure China:
"""


def section(rows: Sequence[Row]) -> str:
    """Requests per migration beside the least, in detail, and the buckets that bound an hour."""
    found = stages(rows)
    totals = table(["stage", *ACCESS.values(), "all", "least", "once per update"], _totals(found))
    detail = table(["request", *found], _detail(found))
    buckets, hourly = (
        table(["stage", "bucket", "size", "requests each", "at once", "an hour"], _throttled(found, limits), words=2)
        for limits in ManagerLimits
    )
    return "\n".join([HEAD, totals, DETAIL, detail, THROTTLED, buckets, HOURLY, hourly])


def _totals(found: Mapping[str, Stage]) -> Iterator[list[str]]:
    for name, stage in found.items():
        least = LEAST[name]
        cells = [
            f"{_number(per_migration(stage, access))} ({least[access]})"
            if access in least
            else _number(per_migration(stage, access))
            for access in ACCESS
        ]
        total = sum(per_migration(stage, access) for access in ACCESS)
        yield [name, *cells, _number(total), str(sum(least.values())), _number(once(stage))]


def _detail(found: Mapping[str, Stage]) -> Iterator[list[str]]:
    kinds = sorted({kind for stage in found.values() for kind in stage}, key=lambda kind: (kind.access, kind))
    for kind in kinds:
        each = [stage.get(kind, (0.0, 0.0))[0] for stage in found.values()]
        if any(each):
            yield [_name(kind), *[_number(count) for count in each]]


def _name(kind: Kind) -> str:
    short = kind.type.split("/", 1)[1] if kind.type.startswith("Microsoft.Compute/") else kind.type
    return f"{kind.access} `{short}`{', not there' if kind.missing else ''}"


def _throttled(found: Mapping[str, Stage], limits: ManagerLimits) -> Iterator[list[str]]:
    for name, stage in found.items():
        used = _used(stage, limits)
        at_once = sorted(used, key=lambda bucket: bucket.size / used[bucket])[:SHOWN_BUCKETS]
        an_hour = sorted(used, key=lambda bucket: bucket.per_hour / used[bucket])[:SHOWN_BUCKETS]
        tightest = dict.fromkeys([*at_once, *an_hour])
        for bucket in tightest:
            each = used[bucket]
            seconds = bucket.seconds
            window = f"{bucket.size:,} in {f'{seconds:.0f} s' if seconds < 60 else f'{seconds / 60:.0f} min'}"
            yield [
                name,
                bucket.name,
                window,
                _number(each),
                f"{bucket.size / each:,.0f}",
                f"{bucket.per_hour / each:,.0f}",
            ]


def _used(stage: Stage, limits: ManagerLimits) -> dict[Bucket, float]:
    """Requests that a migration takes from each bucket."""
    used: dict[Bucket, float] = {}
    for kind, (each, _) in stage.items():
        if each > 0:
            for bucket in (manager_bucket(kind.access, limits), *buckets_of(kind.type, kind.access)):
                used[bucket] = used.get(bucket, 0.0) + each
    return used


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
