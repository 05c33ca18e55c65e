"""What the project set out to reach, beside what was measured: met or not, and nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench import bound_page, growth, rivals, throttled_page
from bench.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.results import Row

Results = dict[str, list["Row"]]
HEAD = """## Goals

Those with *Azure's budgets* are at Azure's pace; the others set a faster time scale beside its shorter bound.

"""
BOUNDS: dict[str, Callable[[Row], float | None]] = {
    "publish {}: time / bound": lambda row: bound_page.ratio(row, "published"),
    "retire {}: time / longest replication": bound_page.retired_beside_replication,
    "retire {}: time / bound of the deletes": lambda row: bound_page.ratio(row, "retired"),
}
GROWN = ("preview without changes", "update without changes", "preview of validating: gate for all", "inventory")
HELP = "gallery-migrate --help"


@dataclass(frozen=True)
class Goal:
    """`measured` None: not measured, or not done in the time that a command may take."""

    name: str
    limit: float
    measured: float | None
    digits: int = 2

    @property
    def cells(self) -> list[str]:
        """Of its line in the table."""
        if self.measured is None:
            return [self.name, f"{self.limit:g}", "not measured", "-"]
        return [
            self.name,
            f"{self.limit:g}",
            f"{self.measured:.{self.digits}f}",
            "yes" if self.measured <= self.limit else "**no**",
        ]


def section(results: Results) -> str:
    """The table of goals."""
    goals = [
        *_throttled(results),
        *_bound(results),
        *_rivals(results),
        *_growth(results),
        *_first_contact(results),
    ]
    return HEAD + table(["goal", "at most", "measured", "met"], [goal.cells for goal in goals])


def _throttled(results: Results) -> Iterator[Goal]:
    """What is to hold with Azure's budgets, at Azure's pace."""
    rows = results["throttled"]
    failed = throttled_page.failed_commands(rows)
    yield Goal("Azure's budgets: commands that failed", 0, failed, 0)
    for count, limit, stacks in ((100, 1.03, ""), (300, 1.03, ""), (1000, 1.05, ", stacks of 100")):
        done = throttled_page.step_of(rows, count, "publish")
        pace = throttled_page.at_azures_pace(done) if done else None
        yield Goal(f"Azure's budgets: publish {count:,} images{stacks}: time / bound", limit, pace, 3)
    for count in (10, 100):
        beside = throttled_page.beside_asyncio(rows, count)
        yield Goal(f"Azure's budgets: {count} images: time / time of the asyncio script", 1.02, beside, 3)
    retired = throttled_page.beside_deletions(rows, 100)
    yield Goal("Azure's budgets: retire 100 images: time / time that their deletions take of the budget", 1.2, retired)


def _bound(results: Results) -> Iterator[Goal]:
    """Each goal for one stack, and for the other settings that were measured with as many images."""
    for title, ratio in BOUNDS.items():
        for count, limit in ((100, 1.15), (1000, 1.3)):
            ratios = {row["way"]: ratio(row) for row in results["bound"] if row["count"] == count}
            yield Goal(title.format(f"{count:,} images"), limit, ratios.get(bound_page.PARALLEL))
            for way in (bound_page.PACKED, *bound_page.SMALL_STACKS):
                if ratios.get(way):
                    setting = way.removeprefix(bound_page.PARALLEL)
                    yield Goal(title.format(f"{count:,} images{setting}"), limit, ratios[way])


def _rivals(results: Results) -> Iterator[Goal]:
    seconds = {(row["way"], row["count"]): median(row["seconds"]) for row in results["rivals"] if row.get("seconds")}
    ratios = {
        count: mine / min(other for (way, size), other in seconds.items() if size == count and way in rivals.OTHERS)
        for (way, count), mine in seconds.items()
        if way == rivals.OURS
    }
    yield Goal("1 image: time / time of the fastest script", 1.5, ratios.get(1))
    yield Goal(
        "10 images and more: time / time of the fastest script",
        1.0,
        max((ratio for count, ratio in ratios.items() if count >= 10), default=None),
    )


def _growth(results: Results) -> Iterator[Goal]:
    rows = results["growth"]
    for name in GROWN:
        largest = max((int(row["count"]) for row in rows if row["command"] == name and "seconds" in row), default=0)
        yield Goal(f"{name}: exponent, up to {largest:,}", 1.1, growth.grown(rows, name))
    thousand = [row for row in rows if row["count"] == 1000 and "seconds" in row]
    previews = [median(row["seconds"]) for row in thousand if row["command"] == "preview without changes"]
    yield Goal("preview of 1,000 without changes, seconds", 60.0, next(iter(previews), None), 1)
    memory = max((row["peak_mb"].get("program", 0.0) for row in thousand), default=None)
    yield Goal("memory of the program at 1,000, MB", 350.0, memory, 0)


def _first_contact(results: Results) -> Iterator[Goal]:
    times = [median(row["seconds"]) for row in results["first_contact"] if row["name"] == HELP]
    yield Goal(f"`{HELP}`, seconds", 0.3, next(iter(times), None))
