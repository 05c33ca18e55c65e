"""The parts of the benchmark, in the order of the page: one line for each module that is a `bench.results.Part`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import bound, cost, first_contact, growth, moto, rivals, shards, throttled

if TYPE_CHECKING:
    from bench.results import Part

PARTS: dict[str, Part] = {
    "throttled": throttled,
    "first_contact": first_contact,
    "bound": bound,
    "rivals": rivals,
    "cost": cost,
    "growth": growth,
    "shards": shards,
    "moto": moto,
}
