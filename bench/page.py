"""docs/performance.md, from what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.growth import exponent
from bench.measured import machine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.growth import Row

HEAD = """# Performance

Written by `python -m bench` (`make bench`), never by hand. Everything runs against local Azure in which nothing takes
time and nobody is throttled: what is measured is what this project, the engine and the stand-in provider add. Each
migration is an image of 40 GB with a definition of its own and one version in three regions.

| machine |  |
| --- | --- |
"""
GROWTH = """
## Growth with the number of migrations

Seconds of wall time for one stack on a file backend, each command run once per size. The exponent is that of the power
law through the two largest sizes: 1 is linear. Of every command about 2 s are the same whatever the number (engine,
language host, imports).

"""
MEMORY = """
Most resident memory of a process, in MB, at the largest size:

| command | engine | program | command line |
| --- | --- | --- | --- |
"""
STATE = """
What grows faster than linear is not Azure's side but the state: a self-managed backend writes the whole file before and
after every step. Each migration has 20 to 30 KB of state and some ten steps, so that the time for state grows with the
square of the number. Pulumi Cloud journals single steps and does not have this cost. On a self-managed backend keep a
stack at about 100 migrations and split a larger fleet with `gallery-migrate shard` ([fleets](fleets.md)).
`PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS=true` saves a copy of it per step; it is not set for you.

The program ends in `pulumi.run` and waits for its own resources: without it the SDK's own wait looks at all outputs
again whenever one is known. At 100 migrations that took a preview from 14.1 s to 11.0 s, and an update without changes
from 18.0 s to 14.5 s (before and after on one machine, one after the other).
"""


def page(rows: Sequence[Row]) -> str:
    """The page's Markdown."""
    facts = "".join(f"| {name} | {value} |\n" for name, value in machine().items())
    return f"{HEAD}{facts}{GROWTH}{_growth(rows)}{MEMORY}{_memory(rows)}{STATE}"


def _growth(rows: Sequence[Row]) -> str:
    counts = sorted({row.count for row in rows})
    head = "".join(f" {count} |" for count in counts)
    lines = [f"| command |{head} exponent |", f"| --- |{' --- |' * len(counts)} --- |"]
    for name in dict.fromkeys(row.name for row in rows):
        mine = {row.count: row.done.seconds for row in rows if row.name == name}
        cells = "".join(f" {mine[count]:.1f} |" for count in counts)
        lines.append(f"| {name} |{cells} {exponent(sorted(mine.items())[-2:]):.2f} |")
    return "\n".join([*lines, ""])


def _memory(rows: Sequence[Row]) -> str:
    largest = max(row.count for row in rows)
    lines = [
        f"| {row.name} | {_peak(row, 'engine')} | {_peak(row, 'program')} | {_peak(row, 'command line')} |"
        for row in rows
        if row.count == largest
    ]
    return "\n".join([*lines, ""])


def _peak(row: Row, kind: str) -> str:
    return f"{row.done.peak_mb[kind]:.0f}" if kind in row.done.peak_mb else "-"
