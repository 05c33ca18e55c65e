"""What a report answers first: what is blocked and by what, what is left to do, and what is stored and paid: pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.counting import in_order
from managed_image_to_gallery.cli.output.short_ids import short
from managed_image_to_gallery.cli.progress.samples import COMPLETED, FAILED
from managed_image_to_gallery.cli.transitions.gate_report import remedy_for_all
from managed_image_to_gallery.config.choices import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from managed_image_to_gallery.cli.report.costs import Cost
    from managed_image_to_gallery.cli.report.facts import ReportedMigration

PUBLISH, WAIT, BLOCKED, VALIDATE, RETIRE, DELETE, DONE = (
    "to publish",
    "replicating",
    "blocked",
    "to validate",
    "to retire",
    "retired, image still there",
    "finished",
)
"""Where a migration is, as a person has to act on it."""

_NEXT = {
    BLOCKED: "Do what stands below; then `gallery-migrate validate`, or `gallery-migrate retire`.",
    PUBLISH: "Run `gallery-migrate publish`.",
    WAIT: "Wait: `gallery-migrate status --watch`.",
    VALIDATE: "Run `gallery-migrate validate`.",
    RETIRE: "Run `gallery-migrate retire`: it deletes the source images, once it is confirmed.",
    DELETE: "Run `gallery-migrate retire`.",
    DONE: "Nothing.",
}


@dataclass(frozen=True)
class Blocked:
    """One cause: the check that refuses, what helps, and each migration with what was found."""

    cause: str
    remedy: str
    found: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Left:
    """How many migrations are how far, and what is next for them."""

    where: str
    count: int
    next_step: str


@dataclass(frozen=True)
class Totals:
    """What is stored: how many, GB, and the price a month (None without prices)."""

    what: str
    now: tuple[int, int]
    after: tuple[int, int]
    cost_now: float | None
    cost_after: float | None


def place_of(one: ReportedMigration) -> str:
    """Where a migration is. A refused check counts only once the version is there and nothing goes on by itself."""
    if one.migration.stage is Stage.RETIRED:
        return DELETE if one.image else DONE
    if one.migration.is_existing and one.missing:
        return BLOCKED
    if one.version is None:
        return PUBLISH
    if any(sample.state not in {COMPLETED, FAILED} for sample in one.samples):
        return WAIT
    if not all(verdict.passed for verdict in one.verdicts):
        return BLOCKED
    return VALIDATE if one.migration.stage is Stage.PUBLISHED else RETIRE


def blocked(facts: Sequence[ReportedMigration]) -> list[Blocked]:
    """Every cause, that of the most migrations first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in facts:
        for verdict in one.verdicts if place_of(one) == BLOCKED else ():
            if not verdict.passed:
                entry = (one.migration.name, short(verdict.found))
                remedy = remedy_for_all(verdict, one.migration.gate_subject())
                found.setdefault((verdict.check, remedy), []).append(entry)
    causes = [Blocked(*key, sorted(names, key=lambda name: in_order(name[0]))) for key, names in found.items()]
    return sorted(causes, key=lambda cause: (-len(cause.found), cause.cause))


def left(facts: Sequence[ReportedMigration]) -> list[Left]:
    """What is next, for how many; what needs a person first."""
    places = [place_of(one) for one in facts]
    return [Left(where, places.count(where), step) for where, step in _NEXT.items() if where in places]


def totals(facts: Sequence[ReportedMigration], costs: Mapping[str, Cost], *, priced: bool) -> list[Totals]:
    """Source images and replicas, and their sum: now, and once every migration is finished."""
    images = [one for one in facts if one.image]
    made = [one for one in facts if one.version]
    rows = [
        Totals(
            "Source images",
            (len(images), _gb(images)),
            (0, 0),
            _sum(costs, images, "source") if priced else None,
            0.0 if priced else None,
        ),
        Totals(
            "Replicas of the image versions",
            (_replicas(made), _replicated_gb(made)),
            (_replicas(facts), _replicated_gb(facts)),
            _sum(costs, made, "replicas") if priced else None,
            _sum(costs, facts, "replicas") if priced else None,
        ),
    ]
    return [*rows, _together(rows)]


def _together(rows: Sequence[Totals]) -> Totals:
    priced = all(row.cost_now is not None for row in rows)
    now = (sum(row.now[0] for row in rows), sum(row.now[1] for row in rows))
    after = (sum(row.after[0] for row in rows), sum(row.after[1] for row in rows))
    cost_now, cost_after = sum(row.cost_now or 0.0 for row in rows), sum(row.cost_after or 0.0 for row in rows)
    return Totals("Together", now, after, cost_now if priced else None, cost_after if priced else None)


def _gb(facts: Iterable[ReportedMigration]) -> int:
    return sum(one.size_gb or 0 for one in facts)


def _replicas(facts: Iterable[ReportedMigration]) -> int:
    return sum(one.replicas for one in facts)


def _replicated_gb(facts: Iterable[ReportedMigration]) -> int:
    return sum(one.replicas * (one.size_gb or 0) for one in facts)


def _sum(costs: Mapping[str, Cost], facts: Iterable[ReportedMigration], what: str) -> float:
    return sum(float(getattr(costs[one.migration.name], what)) for one in facts if one.migration.name in costs)
