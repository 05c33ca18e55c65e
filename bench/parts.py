"""The parts of the benchmark, in the order of the page: one line for each module that is a `bench.results.Part`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import bound, cost, growth

if TYPE_CHECKING:
    from bench.results import Part

PARTS: dict[str, Part] = {
    "bound": bound,
    "cost": cost,
    "growth": growth,
}
