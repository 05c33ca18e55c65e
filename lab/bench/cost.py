"""What one migration costs in requests to Azure, stage by stage, and how many an hour its request buckets allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.azure import fleet_azure, stack
from bench.cost_page import section
from bench.fleets import numbers
from bench.measured import measure as run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.results import Options, Row

__all__ = ["measure", "section"]
COUNTS = (5, 25)
"""Two sizes: what the larger one costs more is what a migration costs, the rest is once per update."""
SCALE = 0.1
"""Azure's `Retry-After: 60` is six whole seconds here, so that a version is polled as often as in Azure."""
UP = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--parallel", "100"]


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """The requests of each update, by method, type and status."""
    for count in options.counts or COUNTS:
        place = folder / str(count)
        place.mkdir()
        with fleet_azure(place, numbers(count), SCALE) as azure:
            product = stack(place / "stack", azure, numbers(count))
            for stage in ("published", "validated", "retired"):
                product.write_stage(stage)
                azure.forget_requests()
                run(UP, product.path, product.env, minutes=options.minutes)
                requests = azure.admin("GET", "requests")["counts"]
                yield {"name": f"{stage}, {count}", "stage": stage, "count": count, "requests": requests}
