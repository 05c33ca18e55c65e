"""How time and memory grow with the number of migrations, and the exponent that fits best."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.azure import fleet_azure, stack
from bench.fleets import numbers
from bench.measured import Measurement, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMAND_LINE = str(Path(sys.prefix) / "bin" / "gallery-migrate")
COMMANDS = {
    "publish (Azure takes no time)": ("published", ["pulumi", "up", "--yes", "--skip-preview"]),
    "preview without changes": ("published", ["pulumi", "preview"]),
    "update without changes": ("published", ["pulumi", "up", "--yes", "--skip-preview"]),
    "validate: gate for all": ("validated", ["pulumi", "up", "--yes", "--skip-preview"]),
    "retire: gate, then delete": ("retired", ["pulumi", "up", "--yes", "--skip-preview"]),
}
"""Name of a row: the stage that the config has by then, and what is run."""


@dataclass(frozen=True)
class Row:
    """One command with one number of migrations."""

    name: str
    count: int
    done: Measurement


def growth(folder: Path, counts: Sequence[int]) -> Iterator[Row]:
    """One row for each command and count, as it is measured; `folder` takes the stacks."""
    for count in counts:
        place = folder / f"growth-{count}"
        place.mkdir()
        images = numbers(count)
        with fleet_azure(place, images) as azure:
            product = stack(place / "stack", azure, images)
            for name, (stage, command) in COMMANDS.items():
                product.write_stage(stage)
                yield Row(name, count, measure([*command, "--non-interactive"], product.path, product.env))
            yield Row("inventory", count, measure([COMMAND_LINE, "inventory", "--json"], product.path, product.env))


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Of the power law that fits (count, value) best by least squares of the logarithms."""
    logs = [(math.log(count), math.log(value)) for count, value in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)
