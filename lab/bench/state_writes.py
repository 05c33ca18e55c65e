"""How often the engine writes the whole state on a self-managed backend, and for which resource: counted, not timed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bench.azure import COMPRESSED, fleet_azure, stack
from bench.fleets import numbers
from bench.measured import measure as run
from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bench.results import Options, Row

COUNTS = (1, 10, 100)
UP = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--parallel", "100"]
STAGES = {"publish": "published", "validate": "validated", "retire": "retired", "update without changes": "retired"}
KEEP = {"PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS": "true"}
"""The engine keeps each state that it writes, in a file of its own."""
LOOKED_INTO_UP_TO = 10
"""More are only counted; they are written compressed, because all of them together would be gigabytes."""
OWN_PARTS = ("source", "definition", "version", "adopted", "evidence")

HEAD = """## Writes of the state

On a self-managed backend the engine writes the whole state when a step begins and when it is done; counted are the
states that it wrote (`PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS`). *Each* is what a further migration adds.
"""
CAUSES = """Which resources they are for, with the largest number that was looked into:
"""
MEANING = """*Migration* is the component: begun, done, and its outputs, the ids, which are how a later run knows what
belongs to it. What is begun is written before Azure is asked: it is how an interrupted update finds what Azure made
meanwhile. In *validate* the image is written once, because it is released from its protection. In *retire* the
version and the evidence are each written once, before the image is begun to be deleted: from then on the version
depends on the evidence and not on the image, so that a `destroy` which the protected version stops leaves the
evidence where it is. (A write counts for all that has changed since the one before, so one resource's may be hidden
in another's; the first write of an update has none before it.) So none of them is spared. On Pulumi Cloud each step
is appended to a journal instead: the number of writes is the same, and each is as large as its resource, whatever
else the stack has.
"""


def measure(folder: Path, options: Options) -> Iterator[Row]:
    """The writes of each update."""
    for count in options.counts or COUNTS:
        place = folder / str(count)
        place.mkdir()
        with fleet_azure(place, numbers(count)) as azure:
            product = stack(place / "stack", azure, numbers(count))
            product.env |= KEEP if count <= LOOKED_INTO_UP_TO else KEEP | COMPRESSED
            seen: set[Path] = set(_written(product.path))
            for step, stage in STAGES.items():
                product.write_stage(stage)
                run(UP, product.path, product.env, minutes=options.minutes)
                new = [each for each in _written(product.path) if each not in seen]
                seen.update(new)
                causes = _causes(new) if count <= LOOKED_INTO_UP_TO else {}
                row: Row = {"name": f"{step}, {count}", "step": step, "count": count, "writes": len(new)}
                yield row | {"causes": causes}


def _written(project: Path) -> list[Path]:
    """The states that were kept, in the order in which they were written: a name ends in the time."""
    states = (project / ".state" / ".pulumi" / "stacks").rglob("*.json*.*")
    return sorted((each for each in states if each.suffix[1:].isdigit()), key=lambda each: int(each.suffix[1:]))


def _causes(states: Sequence[Path]) -> dict[str, int]:
    """For how many of the states each kind of resource is what has changed since the one before."""
    found: dict[str, int] = {}
    before: Mapping[str, str] = {}
    for number, state in enumerate(states):
        now = _facts(json.loads(state.read_text(encoding="utf-8"))["checkpoint"]["latest"] or {})
        changed = {kind_of(name) for name in {*before, *now} if before.get(name) != now.get(name)}
        for kind in changed if number else ():
            found[kind] = found.get(kind, 0) + 1
        before = now
    return found


def _facts(state: dict[str, Any]) -> dict[str, str]:
    """Everything that a state says of each resource, by its logical name."""
    said: dict[str, list[Any]] = {}
    resources: list[dict[str, Any]] = state.get("resources") or []
    for each in resources:
        said.setdefault(each["urn"].rsplit("::", 1)[-1], []).append(each)
    begun: list[dict[str, Any]] = state.get("pending_operations") or []
    for each in begun:
        said.setdefault(each["resource"]["urn"].rsplit("::", 1)[-1], []).append(each["type"])
    return {name: json.dumps(each, sort_keys=True) for name, each in said.items()}


def kind_of(name: str) -> str:
    """What a resource is to a migration, by its logical name."""
    part = name.rsplit("-", 1)[-1]
    if part in OWN_PARTS:
        return part
    return "migration" if name.startswith("image") else "once per stack"


def section(rows: Sequence[Row]) -> str:
    """The counts, what a migration adds, and the causes."""
    counts = sorted({int(row["count"]) for row in rows})
    writes = {(row["step"], row["count"]): row["writes"] for row in rows}
    lines = [
        [step, *[str(writes.get((step, count), "-")) for count in counts], _each(writes, step, counts)]
        for step in STAGES
    ]
    kinds = ("migration", *OWN_PARTS)
    looked = max((int(row["count"]) for row in rows if row["causes"]), default=0)
    causes = {row["step"]: row["causes"] for row in rows if row["count"] == looked}
    told = [[step, *[str(causes[step].get(kind, 0)) for kind in kinds]] for step in STAGES if step in causes]
    header = ["update", *[f"{count:,} image{'s' if count > 1 else ''}" for count in counts], "each"]
    return "\n".join([HEAD, table(header, lines), CAUSES, table(["update", *kinds], told), MEANING])


def _each(writes: Mapping[tuple[str, int], int], step: str, counts: Sequence[int]) -> str:
    known = [(count, writes[step, count]) for count in counts if (step, count) in writes]
    if len(known) < 2:
        return "-"
    (fewest, least), (most, all_) = known[0], known[-1]
    return f"{(all_ - least) / (most - fewest):g}"
