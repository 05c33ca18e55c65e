"""The parts of the benchmark, in the order of the page: one line for each module that is a `bench.results.Part`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import bound, cost, first_contact, growth, moto, rivals, shards, state_writes, throttled

if TYPE_CHECKING:
    from bench.results import Part

PARTS: dict[str, Part] = {
    "throttled": throttled,
    "first_contact": first_contact,
    "bound": bound,
    "rivals": rivals,
    "cost": cost,
    "state_writes": state_writes,
    "growth": growth,
    "shards": shards,
    "moto": moto,
}
