"""Requests of an update, per migration and once per update, from the log of two fleets of different size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.results import Row


@dataclass(frozen=True, order=True)
class Kind:
    """A kind of request: `access` is get, list, put, delete or poll; `missing`: it was answered 404."""

    access: str
    type: str
    missing: bool = False


Stage = dict[Kind, tuple[float, float]]
"""Of each kind of request how many per migration, and how many once per update."""


def stages(rows: Sequence[Row]) -> dict[str, Stage]:
    """Each stage's requests; with rows of two sizes."""
    names = list(dict.fromkeys(str(row["stage"]) for row in rows))
    return {name: dict(_straight_lines([row for row in rows if row["stage"] == name])) for name in names}


def per_migration(stage: Stage, access: str) -> float:
    """Requests of one kind of access that each migration adds."""
    return sum(each for kind, (each, _) in stage.items() if kind.access == access)


def once(stage: Stage) -> float:
    """Requests of any kind that an update makes whatever its size."""
    return sum(max(0.0, rest) for _, rest in stage.values())


def _straight_lines(rows: Sequence[Row]) -> Iterator[tuple[Kind, tuple[float, float]]]:
    small, large = sorted(rows, key=lambda row: int(row["count"]))
    few, many = _counted(small["requests"]), _counted(large["requests"])
    for kind in sorted({*few, *many}):
        each = (many[kind] - few[kind]) / (large["count"] - small["count"])
        yield kind, (each, few[kind] - each * small["count"])


def _counted(requests: Sequence[Mapping[str, object]]) -> Counter[Kind]:
    found: Counter[Kind] = Counter()
    for each in requests:
        count = each["count"]
        assert isinstance(count, int)  # noqa: S101 - the log's own number
        found[Kind(str(each["access"]), str(each["type"]), each["status"] == 404)] += count
    return found
